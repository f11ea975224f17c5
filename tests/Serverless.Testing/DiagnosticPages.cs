using System.Reflection;
using Serverless.Diagnostics;

namespace Serverless.Testing;

/// <summary>The documentation pages of an assembly's diagnostics.</summary>
public static class DiagnosticPages
{
    /// <summary>The headings that pages in docs/diagnostics should begin with and do not; none when every code has its page.</summary>
    public static IEnumerable<string> MissingFor(Assembly assembly) =>
        from type in assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType == typeof(DiagnosticDescriptor)
        let descriptor = (DiagnosticDescriptor)field.GetValue(null)!
        let heading = $"# {descriptor.Code}: {descriptor.Title}"
        let page = Repository.PathOf($"docs/diagnostics/{descriptor.Code}.md")
        where !File.Exists(page) || File.ReadLines(page).First() != heading
        select heading;
}
