using System.Text.RegularExpressions;
using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Core.Tests.Diagnostics;

public sealed partial class TheCatalog
{
    private static readonly DiagnosticDescriptor[] All = [.. DiagnosticPages.DescriptorsOf(typeof(Diagnostic).Assembly)];

    [Fact]
    public void HasEveryCodeOnce() => Assert.Empty(All.GroupBy(descriptor => descriptor.Code).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void HasCodesOfTheAgreedForm() => Assert.All(All, descriptor => Assert.Matches(Form, descriptor.Code));

    [Fact]
    public void HasAPageForEveryCodeThatStartsWithItsTitle() => Assert.Empty(DiagnosticPages.MissingFor(typeof(Diagnostic).Assembly));

    [GeneratedRegex("^SLS[0-9]{4}$")]
    private static partial Regex Form { get; }
}
