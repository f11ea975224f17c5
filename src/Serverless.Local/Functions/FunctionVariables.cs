using System.Collections.Frozen;
using System.Globalization;

namespace Serverless.Local.Functions;

/// <summary>The environment variables of a function's process.</summary>
/// <remarks>
/// They are built from nothing, not copied: a developer's shell holds credentials, proxies and <c>DOTNET_</c> switches that the
/// deployed function will not have. See "Environment of a function" in docs/local-functions.md.
/// </remarks>
public static class FunctionVariables
{
    /// <summary>Marks every process that a host started, and whatever those start in turn; its value is the host's id.</summary>
    public const string HostVariable = "SERVERLESS_LOCAL";

    /// <summary>
    /// Names that a function's own variables may not use.
    /// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Reserved environment variables")
    /// </summary>
    public static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal,
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR");

    /// <summary>
    /// The only variables of the machine that functions see: where programs are, where temporary files go, and what this machine's
    /// libraries need to be found at all.
    /// </summary>
    public static readonly FrozenSet<string> Inherited = FrozenSet.Create(
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal,
        "PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "CLR_ICU_VERSION_OVERRIDE", "SSL_CERT_FILE", "SSL_CERT_DIR");

    /// <summary>All variables for one environment of a function.</summary>
    internal static Dictionary<string, string> For(FunctionConfiguration function, EnvironmentFacts facts, FunctionHostOptions options)
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        Add(variables, options.MachineVariables.Where(pair => Inherited.Contains(pair.Key)));
        Add(variables, Defaults(function, facts, options));
        Add(variables, function.Environment.Where(pair => !Reserved.Contains(pair.Key)));
        Add(variables, Fixed(function, facts));
        return variables;
    }

    // What a function may replace.
    private static Dictionary<string, string> Defaults(FunctionConfiguration function, EnvironmentFacts facts, FunctionHostOptions options)
    {
        var defaults = new Dictionary<string, string>
        {
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["LD_LIBRARY_PATH"] = $"{facts.CodeFolder}:{facts.CodeFolder}/lib",
            ["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR",
            ["AWS_XRAY_DAEMON_ADDRESS"] = "127.0.0.1:2000",
            // Without these an AWS SDK could find the owner's real profile or ask a metadata service for keys.
            [OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME"] = facts.HomeFolder,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            // Hexadecimal, as all of the runtime's numeric switches are.
            ["DOTNET_GCHeapHardLimit"] = ((long)function.MemorySize * 1024 * 1024).ToString("x", CultureInfo.InvariantCulture),
        };
        if (options.DotnetPath is { } dotnet)
        {
            defaults["DOTNET_ROOT"] = Path.GetDirectoryName(dotnet)!;
        }

        if (options.AwsEndpoint() is { } endpoint)
        {
            defaults["AWS_ENDPOINT_URL"] = endpoint.OriginalString.TrimEnd('/');
        }

        return defaults;
    }

    // What a function may not replace. The keys are no secrets: they are the same words on every machine.
    private static Dictionary<string, string> Fixed(FunctionConfiguration function, EnvironmentFacts facts) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = facts.RuntimeApi,
        ["_HANDLER"] = function.Handler,
        ["LAMBDA_TASK_ROOT"] = facts.CodeFolder,
        ["LAMBDA_RUNTIME_DIR"] = "/var/runtime",
        ["AWS_LAMBDA_FUNCTION_NAME"] = function.Name,
        ["AWS_LAMBDA_FUNCTION_VERSION"] = function.Version,
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemorySize.ToString(CultureInfo.InvariantCulture),
        ["AWS_LAMBDA_LOG_GROUP_NAME"] = facts.LogGroup,
        ["AWS_LAMBDA_LOG_STREAM_NAME"] = facts.LogStream,
        ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
        ["AWS_REGION"] = function.Region,
        ["AWS_DEFAULT_REGION"] = function.Region,
        ["AWS_ACCESS_KEY_ID"] = "local",
        ["AWS_SECRET_ACCESS_KEY"] = "local",
        ["AWS_SESSION_TOKEN"] = "local",
        ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{function.Runtime}",
        [HostVariable] = facts.HostId,
    };

    private static void Add(Dictionary<string, string> variables, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }
    }
}

/// <summary>What is particular to one environment of a function.</summary>
internal sealed record EnvironmentFacts(string HostId, string RuntimeApi, string CodeFolder, string HomeFolder, string LogGroup, string LogStream);
