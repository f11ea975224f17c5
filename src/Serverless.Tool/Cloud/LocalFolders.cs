namespace Serverless.Tool.Cloud;

/// <summary>Where the local cloud keeps what it knows.</summary>
public static class LocalFolders
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "SERVERLESS_LOCAL_HOME";

    /// <summary>
    /// Absolute path of the folder: <see cref="Variable"/>, or <c>serverless-sdk/local</c> in the user's local application data.
    /// </summary>
    public static string Home =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen
            ? Path.GetFullPath(chosen)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "serverless-sdk", "local");
}
