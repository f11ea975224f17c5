using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Sam;

internal static class Some
{
    public static TransformContext Context { get; } = new() { Region = "eu-central-1", Time = TimeProvider.System };

    /// <summary>The properties that every zip function needs, indented for a function at the usual place.</summary>
    public const string FunctionProperties = """
              Runtime: provided.al2023
              Handler: bootstrap
              CodeUri: s3://bucket/hello.zip
        """;

    public static Template Template(string yaml)
    {
        var read = TemplateReader.Read(new SourceText("template.yaml", yaml));
        Assert.True(read.IsGood, string.Join('\n', read.Diagnostics));
        return read.Value;
    }

    public static Checked<ExpandedTemplate> Expanded(string yaml, TransformContext? context = null) =>
        SamTransform.Expand(Template(yaml), context ?? Context);

    public static ExpandedTemplate Good(string yaml, TransformContext? context = null)
    {
        var expanded = Expanded(yaml, context);
        Assert.True(expanded.IsGood, string.Join('\n', expanded.Diagnostics));
        return expanded.Value;
    }

    public static Diagnostic OnlyError(string yaml, TransformContext? context = null)
    {
        var expanded = Expanded(yaml, context);
        Assert.Null(expanded.Value);
        return Assert.Single(expanded.Diagnostics);
    }

    /// <summary>A template with one function of the usual properties and more, indented by six.</summary>
    public static string WithFunction(string more = "", string resources = "") => $"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
        {FunctionProperties}
        {more}
        {resources}
        """;
}
