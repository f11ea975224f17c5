using System.Collections.Immutable;
using System.Reflection;

namespace Serverless.Diagnostics;

/// <summary>Lists the kinds of complaints that exist, for documentation and tests.</summary>
public static class DiagnosticCatalog
{
    /// <summary>Every descriptor in a public static field of an assembly's public static classes, by code.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Of(Assembly assembly) =>
    [
        .. from type in assembly.GetExportedTypes()
           where type is { IsAbstract: true, IsSealed: true }
           from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
           where field.FieldType == typeof(DiagnosticDescriptor)
           select (DiagnosticDescriptor)field.GetValue(null)! into descriptor
           orderby descriptor.Code
           select descriptor,
    ];
}
