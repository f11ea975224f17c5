namespace Serverless.Testing;

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Absolute path of the folder that holds Serverless.Sdk.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of something in the checkout.</summary>
    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Serverless.Sdk.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("The tests do not run inside a checkout.");
    }
}
