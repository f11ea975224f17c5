using System.Reflection;
using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Tool;

public sealed class DiagnosticPages
{
    public static TheoryData<string, string> Codes => [.. typeof(CommandLine).Assembly.GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(member => member.FieldType == typeof(DiagnosticDescriptor) ? (DiagnosticDescriptor?)member.GetValue(null) : null)
        .OfType<DiagnosticDescriptor>()
        .Select(descriptor => (descriptor.Code, descriptor.Title))];

    [Theory]
    [MemberData(nameof(Codes))]
    public void EveryCodeOfTheToolHasAPageWithItsTitle(string code, string title) =>
        Assert.Equal($"# {code}: {title}", File.ReadLines(Repository.PathOf($"docs/diagnostics/{code}.md")).First());
}
