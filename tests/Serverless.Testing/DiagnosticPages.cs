using System.Reflection;
using Serverless.Diagnostics;

namespace Serverless.Testing;

/// <summary>The documentation pages of an assembly's diagnostics.</summary>
public static class DiagnosticPages
{
    /// <summary>Every descriptor in a static field of an assembly's classes.</summary>
    public static IEnumerable<DiagnosticDescriptor> DescriptorsOf(Assembly assembly) =>
        from type in assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType == typeof(DiagnosticDescriptor)
        select (DiagnosticDescriptor)field.GetValue(null)!;

    /// <summary>The headings that pages in docs/diagnostics should begin with and do not; none when every code has its page.</summary>
    public static IEnumerable<string> MissingFor(Assembly assembly) =>
        from descriptor in DescriptorsOf(assembly)
        let heading = $"# {descriptor.Code}: {descriptor.Title}"
        let page = Repository.PathOf($"docs/diagnostics/{descriptor.Code}.md")
        where !File.Exists(page) || File.ReadLines(page).First() != heading
        select heading;
}
