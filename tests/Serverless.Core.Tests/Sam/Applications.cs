using Serverless.Sam;
using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

public class Applications
{
    private const string Two = """
        Parameters: {Version: {Type: String, Default: 1.2.3}}
        Resources:
          Login:
            Type: AWS::Serverless::Application
            Properties: {Location: {ApplicationId: login, SemanticVersion: !Ref Version}}
          Again:
            Type: AWS::Serverless::Application
            Properties: {Location: {ApplicationId: login, SemanticVersion: 1.2.3}}
        """;

    [Fact]
    public void TheRepositoryIsAskedOnceForAVersion()
    {
        var repository = new Repository((id, version) => ApplicationTemplate.At($"https://repository/{id}/{version}"));
        var template = Some.Good(Two, Some.Context with { Applications = repository }).Template;
        Assert.Equal(["login 1.2.3"], repository.Questions);
        foreach (var id in (string[])["Login", "Again"])
        {
            var stack = template.FindResource(id)!.Properties!;
            Assert.Equal("https://repository/login/1.2.3", stack["TemplateURL"].AsString());
            Assert.Contains("serverlessrepo:semanticVersion", TemplateWriter.WriteCompactJson(stack["Tags"]!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ARefusalIsTheErrorOfTheFirstThatAskedForTheApplication()
    {
        var repository = new Repository((id, _) => ApplicationTemplate.Refused($"No access to {id}."));
        var error = Some.OnlyError(Two, Some.Context with { Applications = repository });
        Assert.Equal(("SLS0251", "Resource with id [Login] is invalid. No access to login."), (error.Code, error.Message));
        Assert.Equal(5, error.Span.Start.Line);
    }

    [Fact]
    public void WithoutARepositoryTheWayOutIsNamed()
    {
        var error = Some.OnlyError(Two);
        Assert.Equal("SLS0257", error.Code);
        Assert.StartsWith("The template of application 'login' 1.2.3 lies in the AWS Serverless Application Repository", error.Message, StringComparison.Ordinal);
        Assert.Contains("ServerlessTransformMode=Service", error.Help, StringComparison.Ordinal);
        Assert.Equal(5, error.Span.Start.Line);
    }

    [Fact]
    public void ARefusalSaysWhatToDo()
    {
        var repository = new Repository((_, _) => ApplicationTemplate.Refused("No access.") with { Help = "Ask for it." });
        Assert.Equal("Ask for it.", Some.OnlyError(Two, Some.Context with { Applications = repository }).Help);
    }

    [Fact]
    public void WhereNobodyIsToBeAskedTheyHaveAnAddressThatIsNone() =>
        Assert.Equal("https://not-stored/not-asked", Some.Good(Two, Some.Context with { Applications = UnaskedRepository.Instance }).Template.FindResource("Again")!.Properties!["TemplateURL"].AsString());

    [Theory]
    [InlineData("{}", "Resource is missing the required [Location] property.")]
    [InlineData("{Location: {SemanticVersion: 1.0.0}}", "Resource is missing the required [ApplicationId] property.")]
    [InlineData("{Location: {ApplicationId: a}}", "Resource is missing the required [SemanticVersion] property.")]
    [InlineData("{Location: {ApplicationId: null, SemanticVersion: 1.0.0}}", "Property 'ApplicationId' is required.")]
    [InlineData("{Location: {ApplicationId: a, SemanticVersion: ''}}", "Property 'SemanticVersion' cannot be blank.")]
    [InlineData("{Location: {ApplicationId: {Fn::Sub: a}, SemanticVersion: 1.0.0}}", "Property 'ApplicationId' cannot be resolved. Only FindInMap and Ref intrinsic functions are supported.")]
    [InlineData("{Location: {ApplicationId: 5, SemanticVersion: 1.0.0}}", "Property 'Location.ApplicationId' should be a string.")]
    [InlineData("{Location: {ApplicationId: 'x{{resolve:ssm:a}}', SemanticVersion: 1.0.0}}", "Serverless Application Repostiory does not support dynamic reference in 'ApplicationId' property.")]
    public void ALocationThatSaysTooLittleIsReported(string properties, string text)
    {
        var repository = new Repository((_, _) => ApplicationTemplate.At("u"));
        var error = Some.OnlyError(
            $"Resources: {{A: {{Type: AWS::Serverless::Application, Properties: {properties}}}}}", Some.Context with { Applications = repository });
        Assert.Equal($"Resource with id [A] is invalid. {text}", error.Message);
    }

    [Fact]
    public void ARegionWithoutTheRepositoryIsReported()
    {
        var error = Some.OnlyError(Two, Some.Context with { Region = "eu-south-1" });
        Assert.Equal("Resource with id [Login] is invalid. Serverless Application Repository is not available in this region.", error.Message);
    }

    private sealed class Repository(Func<string, string, ApplicationTemplate> answer) : IApplicationRepository
    {
        public List<string> Questions { get; } = [];

        public ApplicationTemplate Find(string applicationId, string semanticVersion)
        {
            Questions.Add($"{applicationId} {semanticVersion}");
            return answer(applicationId, semanticVersion);
        }
    }
}
