using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Serverless.Artifacts.Sizes;

namespace Serverless.Tool.Building;

/// <summary>The options of <c>build</c> and <c>package</c>.</summary>
internal sealed class BuildOptions
{
    /// <summary>The property that asks for a size report.</summary>
    public const string SizeReportProperty = "ServerlessSizeReport";

    private const string DefaultBinaryLog = "msbuild.binlog";

    private readonly Argument<string?> _project = new("PROJECT") { Description = "A project file, or a folder with one. Otherwise the current folder.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _configuration = new("--configuration", "-c") { Description = "Configuration of the build. Functions are published in ServerlessConfiguration, which is Release, whatever is said here." };
    private readonly Option<string[]> _properties = new("--property", "-p") { Description = "A property for all projects: Name=Value. Also -p:Name=Value." };
    private readonly Option<string[]> _parameters = ParameterOverrides.Create();
    private readonly Option<bool> _noRestore = new("--no-restore") { Description = "Restores no packages." };
    private readonly Option<BuildVerbosity> _verbosity = new("--verbosity", "-v") { Description = "quiet, minimal, normal, detailed or diagnostic.", DefaultValueFactory = _ => BuildVerbosity.Minimal, CustomParser = ReadVerbosity };
    private readonly Option<string?> _binaryLog = new("--binlog", "-bl") { Description = $"Writes MSBuild's binary log, {DefaultBinaryLog} if no file is named.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<SizeReportForm> _sizeReport = new("--size-report") { Description = "What functions are made of: table, files or all." };
    private readonly Option<OutputFormat> _output = OutputOption.Create();

    public BuildOptions() => _properties.Validators.Add(CheckProperties);

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb, string target)
    {
        verb.Add(_project);
        foreach (var option in (Option[])[_configuration, _properties, _parameters, _noRestore, _verbosity, _binaryLog, .. target == BuildRequest.Package ? (Option[])[_sizeReport] : [], _output])
        {
            verb.Add(option);
        }
    }

    /// <summary>How the answer is written.</summary>
    public OutputFormat Format(ParseResult parsed) => parsed.GetValue(_output);

    /// <summary>What a command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="target">The target.</param>
    /// <param name="currentFolder">Absolute path of the current folder.</param>
    /// <exception cref="Serverless.Diagnostics.DiagnosticException">There is no such project, or more than one.</exception>
    public BuildRequest Read(ParseResult parsed, string target, string currentFolder) => new(ProjectFile.Find(parsed.GetValue(_project), currentFolder), target)
    {
        Properties = Properties(parsed),
        Parameters = ParameterOverrides.Read(parsed.GetValue(_parameters)),
        Restores = !parsed.GetValue(_noRestore),
        Verbosity = parsed.GetValue(_verbosity),
        BinaryLogPath = parsed.GetResult(_binaryLog) is { Implicit: false } ? Path.GetFullPath(parsed.GetValue(_binaryLog) ?? DefaultBinaryLog, currentFolder) : null,
        Format = Format(parsed),
    };

    // MSBuild's property names ignore case; of two for one property the last counts.
    private ImmutableDictionary<string, string> Properties(ParseResult parsed)
    {
        var properties = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
        properties = parsed.GetValue(_configuration) is { } configuration ? properties.SetItem("Configuration", configuration) : properties;
        properties = parsed.GetResult(_sizeReport) is { Implicit: false } ? properties.SetItem(SizeReportProperty, parsed.GetValue(_sizeReport).ToString()) : properties;
        return properties.SetItems((parsed.GetValue(_properties) ?? []).SelectMany(text => GivenProperties.TryRead(text) ?? []));
    }

    private static void CheckProperties(OptionResult result)
    {
        if (result.Tokens.FirstOrDefault(token => GivenProperties.TryRead(token.Value) is null) is { } wrong)
        {
            result.AddError($"--property takes Name=Value, not '{wrong.Value}'.");
        }
    }

    // MSBuild's short forms as well: q, m, n, d, diag.
    private static BuildVerbosity ReadVerbosity(ArgumentResult result)
    {
        var word = result.Tokens[0].Value;
        foreach (var verbosity in Enum.GetValues<BuildVerbosity>())
        {
            var name = verbosity.ToString();
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase)
                || (verbosity == BuildVerbosity.Diagnostic ? "diag" : name[..1]).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return verbosity;
            }
        }

        result.AddError($"--verbosity is quiet, minimal, normal, detailed or diagnostic, not '{word}'.");
        return default;
    }
}
