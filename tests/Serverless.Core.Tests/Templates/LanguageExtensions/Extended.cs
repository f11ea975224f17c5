using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Templates.Evaluation;
using Serverless.Templates.LanguageExtensions;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates.LanguageExtensions;

/// <summary>Short ways to apply the language extensions to a text.</summary>
internal static class Extended
{
    public static Checked<ExtendedTemplate> Apply(string yaml, params (string Name, string Value)[] parameters)
    {
        var read = TemplateReader.Read(new SourceText("template.yaml", "Transform: AWS::LanguageExtensions\n" + yaml));
        Assert.True(read.IsGood, string.Join('\n', read.Diagnostics));
        return LanguageExtensionTransform.Apply(read.Value, () => KnownValues.Of(read.Value, parameters.Select(given => new SuppliedParameter(given.Name, given.Value)), "eu-central-1"));
    }

    public static Template Good(string yaml, params (string Name, string Value)[] parameters)
    {
        var extended = Apply(yaml, parameters);
        Assert.True(extended.IsGood, string.Join('\n', extended.Diagnostics));
        return extended.Value.Template;
    }

    public static Diagnostic OnlyError(string yaml, params (string Name, string Value)[] parameters)
    {
        var extended = Apply(yaml, parameters);
        Assert.Null(extended.Value);
        return Assert.Single(extended.Diagnostics);
    }

    /// <summary>The template after the extensions is the other one, as YAML would write both.</summary>
    public static void AssertGives(string expected, string yaml, params (string Name, string Value)[] parameters) =>
        Assert.Equal(Normal(expected), TemplateWriter.WriteYaml(Good(yaml, parameters)));

    /// <summary>A function's value as compact JSON.</summary>
    public static string ValueOf(string function, string sections = "", params (string Name, string Value)[] parameters) =>
        TemplateWriter.WriteCompactJson(Good($"Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: {function}}}}}}}\n{sections}", parameters).FindResource("T")!.Properties!["TopicName"]!);

    private static string Normal(string yaml)
    {
        var read = TemplateReader.Read(new SourceText("expected.yaml", yaml));
        Assert.True(read.IsGood, string.Join('\n', read.Diagnostics));
        return TemplateWriter.WriteYaml(read.Value);
    }
}
