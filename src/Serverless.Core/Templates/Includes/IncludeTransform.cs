using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.Includes;

/// <summary>A template with the files that it includes.</summary>
/// <param name="Template">The template with the files in it.</param>
/// <param name="Files">Absolute paths of the files; empty when the template is as it was.</param>
public sealed record IncludedTemplate(Template Template, ImmutableArray<string> Files);

/// <summary>
/// The transform <c>AWS::Include</c> for files that lie beside the template: their content takes the place of the call, as CloudFormation puts
/// in files that lie in S3. Those stay for CloudFormation.
/// </summary>
public static class IncludeTransform
{
    /// <summary>Puts all local files in. The template is not changed; one without includes is the result itself.</summary>
    /// <param name="template">The template; locations are relative to the folder of its text.</param>
    /// <param name="read">Reads files.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Checked<IncludedTemplate>> ApplyAsync(Template template, ReadInclude read, CancellationToken cancellationToken)
    {
        var complaints = new List<Diagnostic>();
        var calls = Calls(template.Root, complaints);
        var left = calls.Where(call => !call.IsLocal).Select(Left).ToList();
        var files = new IncludedFiles();
        foreach (var call in calls.Where(call => call.IsLocal))
        {
            await files.AddAsync(call, template, read, complaints, cancellationToken);
        }

        var included = files.IsEmpty || HasErrors(complaints) ? template : new(new Inclusion(files, complaints).Apply(template.DeepClone().Root), template.Source);
        return Checked.From(HasErrors(complaints) ? null : new IncludedTemplate(included, files.Paths), complaints.Concat(left));
    }

    private static bool HasErrors(List<Diagnostic> complaints) => complaints.Exists(complaint => complaint.Severity == Severity.Error);

    private static List<IncludeCall> Calls(MapValue root, List<Diagnostic> complaints)
    {
        var calls = new List<IncludeCall>();
        foreach (var (key, value) in root)
        {
            if (key.Text == "Transform")
            {
                Add(value, key);
                foreach (var item in value.AsList() ?? [])
                {
                    Add(item, key);
                }
            }
            else if (key.Text != "Parameters")
            {
                Collect(value);
            }
        }

        return calls;

        void Collect(TemplateValue value)
        {
            foreach (var (key, member) in value.AsMap() ?? [])
            {
                if (key.Text == IncludeCall.Key)
                {
                    Add(member, key);
                }

                Collect(member);
            }

            foreach (var item in value.AsList() ?? [])
            {
                Collect(item);
            }
        }

        void Add(TemplateValue value, MapKey key)
        {
            if (IncludeCall.Is(value) && IncludeCall.Read((MapValue)value, key.Span, complaints) is { } call)
            {
                calls.Add(call);
            }
        }
    }

    private static Diagnostic Left(IncludeCall call) => IncludeDiagnostics.LeftToService.At(
        call.Location.Span, $"CloudFormation includes '{call.Location.Value}' when it is deployed; nothing looks into it before.", "Keep the file beside the template to have it checked.");
}
