using Serverless.Compilation;
using Serverless.Diagnostics;

namespace Serverless.Artifacts;

public sealed class PlanningNestedTemplates
{
    private const string Orders =
        """
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Code: {Type: String, Default: ../python}
        Resources:
          Take: {Type: AWS::Serverless::Function, Properties: {CodeUri: ../src/Orders}}
          Count: {Type: AWS::Serverless::Function, Properties: {CodeUri: !Ref Code}}
        """;

    [Fact]
    public void PathsBeginAtTheNestedTemplateAndArtifactsAreShared()
    {
        var plan = Plan(
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Own: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/Orders}}
              Orders: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: orders/template.yaml}}
            """,
            ("/app/orders/template.yaml", Orders));
        Assert.Equal(
            """
            Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release Own.CodeUri template:Take.CodeUri
            Count zip of /app/python template:Count.CodeUri
            """,
            SomeApp.Show(plan.Value!));
        Assert.Empty(plan.Diagnostics);
        Assert.Single(plan.Value!.RequiredPublishes);
        Assert.Equal("template Orders.TemplateURL", ShowNested(plan));
    }

    [Fact]
    public void ATemplateIsPlannedOnceForEqualParametersAndAgainForOthers()
    {
        var plan = Plan(
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: orders/template.yaml}}
              B: {Type: AWS::Serverless::Application, Properties: {Location: ./orders/template.yaml}}
              C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: orders/template.yaml, Parameters: {Code: ../ready.zip}}}
            """,
            ("/app/orders/template.yaml", Orders));
        Assert.Equal("template A.TemplateURL B.Location\ntemplate-2 C.TemplateURL", ShowNested(plan));
        Assert.Equal(
            """
            Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release template:Take.CodeUri template-2:Take.CodeUri
            Count zip of /app/python template:Count.CodeUri
            ready file /app/ready.zip template-2:Count.CodeUri
            """,
            SomeApp.Show(plan.Value!));
    }

    [Fact]
    public void AParameterThatTheParentLearnsLaterHasNoDefault()
    {
        var plan = Plan(
            "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: orders/template.yaml, Parameters: {Code: !GetAtt B.Name}}}\n",
            ("/app/orders/template.yaml", Orders));
        var complaint = Assert.Single(plan.Diagnostics);
        Assert.Equal(("SLS0302", "/app/orders/template.yaml", 6), (complaint.Code, complaint.Span.Path, complaint.Span.Start.Line));
        Assert.Contains("parameter 'Code' gets its value when the stack is deployed", complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InnermostTemplatesComeFirst()
    {
        var plan = Plan(
            "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}\n",
            ("/app/a.yaml", "Resources:\n  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: deep/b.yaml}}\n"),
            ("/app/deep/b.yaml", "Resources:\n  Q: {Type: AWS::CloudFormation::StackSet, Properties: {TemplateURL: ../c.json}}\n"),
            ("/app/c.json", """{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}"""));
        Assert.Empty(plan.Diagnostics);
        Assert.Equal("c b:Q.TemplateURL\nb a:B.TemplateURL\na A.TemplateURL", ShowNested(plan));
    }

    [Fact]
    public void ACircleIsReportedWhereItCloses()
    {
        var plan = Plan(
            "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}\n",
            ("/app/a.yaml", "Resources:\n  B:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: deep/b.yaml}\n"),
            ("/app/deep/b.yaml", "Resources:\n  A:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: ../a.yaml}\n"));
        var complaint = Assert.Single(plan.Diagnostics);
        Assert.Equal(("SLS0340", "/app/deep/b.yaml", 4), (complaint.Code, complaint.Span.Path, complaint.Span.Start.Line));
        Assert.Equal("A stack cannot contain itself: ../a.yaml → b.yaml → ../a.yaml.", complaint.Message);
    }

    [Fact]
    public void ATemplateThatNestsItselfIsReported() =>
        Assert.Equal(
            "SLS0340 Error 2: A stack cannot contain itself: template.yaml → template.yaml. Move what both need into a template of its own.",
            SomeApp.Show(Plan("Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: template.yaml}}\n").Diagnostics));

    [Fact]
    public void MistakesOfANestedTemplateAreReportedInItsFile()
    {
        var plan = Plan(
            "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}\n  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: b.yaml}}\n  C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml}}\n",
            ("/app/a.yaml", "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {Code: nowhere}\n"),
            ("/app/b.yaml", "Resources: [\n"));
        Assert.Equal(["SLS0301 /app/template.yaml 4", "SLS0301 /app/a.yaml 4"], plan.Diagnostics.Where(one => one.Span.Path != "/app/b.yaml").Select(one => $"{one.Code} {one.Span.Path} {one.Span.Start.Line}"));
        Assert.Contains(plan.Diagnostics, one => one.Span.Path == "/app/b.yaml");
        Assert.Equal(["a:F.Code", "B.TemplateURL", "C.TemplateURL"], plan.Value!.Unplanned.Select(place => place.ToString()));
    }

    [Fact]
    public void ANestedTemplateBesideAProjectMayLeaveCodeUriOut()
    {
        var plan = Plan(
            "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: src/Orders/template.yaml}}\n",
            ("/app/src/Orders/template.yaml", SomeApp.Function("Runtime: dotnet10")));
        Assert.Equal("Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release template:Fn.CodeUri", SomeApp.Show(plan.Value!));
    }

    [Fact]
    public void AnAddressIsLeftAlone()
    {
        var plan = Plan(
            """
            Resources:
              A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://s3.amazonaws.com/bucket/a.yaml}}
              B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !Sub 'https://s3.${AWS::URLSuffix}/b/${AWS::StackName}'}}
              C: {Type: AWS::Serverless::Application, Properties: {Location: {ApplicationId: 'arn:aws:x', SemanticVersion: 1.0.0}}}
            """);
        Assert.Empty(plan.Diagnostics);
        Assert.Empty(plan.Value!.Templates);
    }

    private static Checked<PackagePlan> Plan(string text, params (string Path, string Text)[] nested)
    {
        var app = new SomeApp();
        var files = new FileList([.. app.Files, .. nested.Select(one => one.Path)]) { Templates = nested.ToDictionary(one => one.Path, one => one.Text) };
        return SomeApp.Done(PackagePlanner.RequiredPublishesAsync(SomeApp.Read(text), app.Layout, new(files, TimeProvider.System, TemplateComposer.ForNested(SomeContext.Make())), CancellationToken.None));
    }

    private static string ShowNested(Checked<PackagePlan> plan) => string.Join('\n', plan.Value!.Templates.Select(nested => $"{nested.Id} {string.Join(' ', nested.Fills)}"));
}
