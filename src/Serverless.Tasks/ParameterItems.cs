using Microsoft.Build.Framework;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary><c>ServerlessParameter</c> items: values of template parameters.</summary>
public static class ParameterItems
{
    /// <summary>An environment variable that a parameter takes its value from is not set.</summary>
    public static readonly DiagnosticDescriptor VariableMissing = new("SLS0501", Severity.Error, "Environment variable of a parameter is not set");

    /// <summary>The parameters' names and values.</summary>
    /// <remarks>With <c>FromEnvironment</c> the value is read here, inside the task, because MSBuild records what it reads itself.</remarks>
    /// <exception cref="DiagnosticException">A variable named by <c>FromEnvironment</c> is not set.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Read(IEnumerable<ITaskItem> items)
    {
        Dictionary<string, string> values = [];
        List<Diagnostic> complaints = [];
        foreach (var item in items)
        {
            var variable = item.GetMetadata("FromEnvironment");
            var value = variable.Length == 0 ? item.GetMetadata("Value") : Environment.GetEnvironmentVariable(variable);
            if (value is null)
            {
                complaints.Add(VariableMissing.At(
                    SourceSpan.File(item.GetMetadata("DefiningProjectFullPath")),
                    $"Parameter '{item.ItemSpec}' takes its value from the environment variable '{variable}', which is not set.",
                    $"Set {variable}, or give the parameter a Value."));
                continue;
            }

            values[item.ItemSpec] = value;
        }

        return complaints.Count == 0 ? values : throw new DiagnosticException(complaints);
    }
}
