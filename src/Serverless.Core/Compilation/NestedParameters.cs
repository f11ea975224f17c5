using System.Collections.Immutable;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Compilation;

/// <summary>What a parent gives the parameters of a nested template.</summary>
internal static class NestedParameters
{
    /// <summary>The context to compile a nested template in: the parameters are those of the parent's resource, as far as they are known.</summary>
    public static CompileContext Give(Template parent, PropertyPlace place, Template nested, CompileContext context, List<Diagnostic> found)
    {
        var resource = parent.FindResource(place.Resource)!;
        var values = new OfflineValues(parent, context.KnownParameters);
        var known = KnownParameters.Given(ImmutableDictionary<string, string>.Empty).ForNested(resource, values);
        var written = resource.Properties?["Parameters"].AsMap() ?? [];
        ImmutableArray<GivenParameter> given = [.. from entry in written
                                                   let text = known.Values.GetValueOrDefault(entry.Key.Text)
                                                   where text is not null
                                                   select new GivenParameter(entry.Key.Text, text) { Span = entry.Value.Span.Or(entry.Key.Span) }];

        // A value that nobody knows yet can still be for a parameter that is not there.
        var all = given.AddRange(written.Where(entry => known.Unknown.Contains(entry.Key.Text) && nested.Parameters?.ContainsKey(entry.Key.Text) != true)
            .Select(entry => new GivenParameter(entry.Key.Text, "") { Span = entry.Key.Span }));
        found.AddRange(ParameterChecker.Check(nested, all).Concat(Missing(resource, written, nested)).Except(found));
        return context with { Parameters = given, UnknownParameters = known.Unknown };
    }

    private static IEnumerable<Diagnostic> Missing(Resource resource, MapValue written, Template nested)
    {
        // The instances of a stack set may bring values of their own.
        if (Intrinsic.Is(resource.Properties?["Parameters"]) || resource.ResourceType == "AWS::CloudFormation::StackSet")
        {
            yield break;
        }

        foreach (var (key, declaration) in nested.Parameters ?? [])
        {
            if (!written.ContainsKey(key.Text) && declaration.AsMap()?["Default"] is null)
            {
                yield return ProjectDiagnostics.NestedParameterMissing.At(
                    written.Span.Or(resource.Span),
                    $"'{resource.Id}' gives no value to parameter '{key.Text}' of {Path.GetFileName(nested.Source?.Path)}, which has no default.",
                    $"Add '{key.Text}' to the resource's Parameters.") with
                {
                    Related = [new(key.Span, "The parameter is declared here")],
                };
            }
        }
    }
}
