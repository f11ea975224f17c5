using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Serverless.Compilation;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary><c>ServerlessParameter</c> items: values of template parameters.</summary>
public static class ParameterItems
{
    /// <summary>An environment variable that a parameter takes its value from is not set.</summary>
    public static readonly DiagnosticDescriptor VariableMissing = new("SLS0501", Severity.Error, "Environment variable of a parameter is not set");

    /// <summary>The parameters as the items give them; of two items for one parameter the last counts.</summary>
    /// <remarks>With <c>FromEnvironment</c> the value is read here, inside the task, because MSBuild records what it reads itself.</remarks>
    /// <exception cref="DiagnosticException">A variable named by <c>FromEnvironment</c> is not set.</exception>
    public static ImmutableArray<GivenParameter> Read(IEnumerable<ITaskItem> items)
    {
        Dictionary<string, GivenParameter> parameters = [];
        List<Diagnostic> complaints = [];
        foreach (var item in items)
        {
            var variable = item.GetMetadata("FromEnvironment");
            // Overrides become items in a file of the SDK, which is no place to mend anything.
            var span = item.GetMetadata("IsOverride") == "true" ? SourceSpan.None : SourceSpan.File(item.GetMetadata("DefiningProjectFullPath"));
            var value = variable.Length == 0 ? item.GetMetadata("Value") : Environment.GetEnvironmentVariable(variable);
            if (value is null)
            {
                complaints.Add(VariableMissing.At(
                    span,
                    $"Parameter '{item.ItemSpec}' takes its value from the environment variable '{variable}', which is not set.",
                    $"Set {variable}, or give the parameter a Value."));
                continue;
            }

            parameters[item.ItemSpec] = new(item.ItemSpec, value) { Span = span, IsPlainText = variable.Length == 0 };
        }

        return complaints.Count == 0 ? [.. parameters.Values] : throw new DiagnosticException(complaints);
    }
}
