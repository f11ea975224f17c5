using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.References;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Applications;

/// <summary>
/// Where the nested applications of a template lie. They are looked up before anything else of the template is; what went wrong is said when
/// their turn comes.
/// </summary>
internal sealed class ApplicationLocations(TransformContext context, ParameterResolver parameters)
{
    private static readonly Lazy<HashSet<string>> _regions = new(() => [.. EmbeddedTable.ReadLines("application-regions.txt")]);

    private readonly Dictionary<string, Answer> _answers = [];

    /// <summary>Resolves the locations of all nested applications, in place, and asks the repository for each once.</summary>
    /// <exception cref="SamDocumentException">The template's mappings are invalid, or used in an invalid way.</exception>
    public void LookUp(MapValue template)
    {
        var mappings = MappingResolver.Of(template);
        foreach (var (key, body, type) in SamTypes.ClassicResources((MapValue)template["Resources"]!))
        {
            if (type == SamTypes.Application
                && body["Properties"].AsMap()?["Location"] is MapValue location
                && location.Get("ApplicationId") is { } id
                && location.Get("SemanticVersion") is { } version)
            {
                location["ApplicationId"] = id = mappings.Resolve(parameters.Resolve(id.DeepClone()));
                location["SemanticVersion"] = version = mappings.Resolve(parameters.Resolve(version.DeepClone()));
                if (id is not MapValue && version is not MapValue && !_answers.ContainsKey(KeyOf(id, version)))
                {
                    _answers.Add(KeyOf(id, version), Ask(new(SamErrorKind.Resource, key.Text, key.Span.Or(body.Span)), id, version));
                }
            }
        }
    }

    /// <summary>The URL of a nested application's template.</summary>
    /// <exception cref="SamErrorException">There is none. The first of several resources with the same location is blamed for all.</exception>
    public TemplateValue UrlOf(TemplateValue id, TemplateValue version)
    {
        var answer = _answers[KeyOf(id, version)];
        return answer.Url ?? throw new SamErrorException(answer.Error!);
    }

    private Answer Ask(Subject subject, TemplateValue id, TemplateValue version)
    {
        try
        {
            return new(new StringValue(Find(subject, id, version)) { Span = id.Span }, null);
        }
        catch (SamErrorException invalid)
        {
            return new(null, invalid.Error);
        }
    }

    private string Find(Subject subject, TemplateValue id, TemplateValue version)
    {
        var (name, number) = (subject.String(id, "Location.ApplicationId"), subject.String(version, "Location.SemanticVersion"));
        if (!_regions.Value.Contains(context.Region))
        {
            throw subject.Error("Serverless Application Repository is not available in this region.", id);
        }

        if (DynamicReference.IsIn(name.Value))
        {
            throw subject.Error("Serverless Application Repostiory does not support dynamic reference in 'ApplicationId' property.", id);
        }

        if (context.Applications is not { } repository)
        {
            throw new SamErrorException(SamDiagnostics.Unreachable(name.Value, number.Value, id.Span.Or(subject.Span)));
        }

        var found = repository.Find(name.Value, number.Value);
        return found.Url ?? throw new SamErrorException(subject.Error(found.Problem!, id).Error with { Help = found.Help });
    }

    private static string KeyOf(TemplateValue id, TemplateValue version) => PythonJson.Canonical(Values.List(id, version));

    private sealed record Answer(TemplateValue? Url, SamError? Error);
}
