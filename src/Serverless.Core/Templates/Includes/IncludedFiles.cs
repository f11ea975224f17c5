using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.Includes;

/// <summary>The files that a template includes, read once each.</summary>
internal sealed class IncludedFiles
{
    // A template of a megabyte, the most that CloudFormation takes, does not hold more.
    private const int MaxValues = 200_000;

    private readonly Dictionary<string, TemplateValue> _byLocation = [];
    private readonly List<string> _paths = [];
    private int _values;

    public bool IsEmpty => _byLocation.Count == 0;

    /// <summary>Their absolute paths, each once.</summary>
    public ImmutableArray<string> Paths => [.. _paths.Distinct(StringComparer.Ordinal)];

    /// <summary>A copy of what a location has.</summary>
    public TemplateValue Content(IncludeCall call) => _byLocation[call.Location.Value].DeepClone();

    public async Task AddAsync(IncludeCall call, Template template, ReadInclude read, List<Diagnostic> complaints, CancellationToken cancellationToken)
    {
        var location = call.Location;
        if (!_byLocation.TryGetValue(location.Value, out var content))
        {
            if (PathOf(location.Value, template.Source?.Path) is not { } path)
            {
                complaints.Add(IncludeDiagnostics.Unreadable.At(
                    location.Span, $"The file '{location.Value}' cannot be included: nobody knows in which folder the template lies.", "Use an S3 URI."));
                return;
            }

            content = Parse(await read(path, cancellationToken), location, complaints);
            if (content is null)
            {
                return;
            }

            _byLocation[location.Value] = content;
            _paths.Add(path);
        }

        _values += content.CountAll();
        if (_values > MaxValues)
        {
            complaints.Add(IncludeDiagnostics.BadInclude.At(location.Span, "Includes make the template larger than CloudFormation takes.", "Include less."));
        }
    }

    private static string? PathOf(string location, string? templatePath) =>
        templatePath is not null && Path.IsPathFullyQualified(templatePath) && !location.Contains('\0', StringComparison.Ordinal)
            ? Path.GetFullPath(location, Path.GetDirectoryName(templatePath)!)
            : null;

    private static TemplateValue? Parse(Checked<SourceText> text, StringValue location, List<Diagnostic> complaints)
    {
        if (text.Value is null)
        {
            complaints.AddRange(text.Diagnostics.Select(diagnostic => diagnostic with { Span = location.Span.Or(diagnostic.Span) }));
            return null;
        }

        var (value, diagnostics) = TemplateReader.ReadValue(text.Value);
        complaints.AddRange(diagnostics);
        if (value is not null && NestedIn(value) is { } nested)
        {
            complaints.Add(IncludeDiagnostics.BadInclude.At(nested, "A file that is included cannot include others.", "Include them all from the template."));
            return null;
        }

        return value;
    }

    private static SourceSpan? NestedIn(TemplateValue value) => value switch
    {
        MapValue map when IncludeCall.Is(map[IncludeCall.Key]) => map.KeyOf(IncludeCall.Key)!.Span,
        MapValue map => map.Values.Select(NestedIn).FirstOrDefault(span => span is not null),
        ListValue list => list.Select(NestedIn).FirstOrDefault(span => span is not null),
        _ => null,
    };
}
