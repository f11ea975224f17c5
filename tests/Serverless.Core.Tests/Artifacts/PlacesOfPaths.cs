using Serverless.Templates;

namespace Serverless.Artifacts;

public sealed class PlacesOfPaths
{
    private const string Template =
        """
        Transform:
        - AWS::Serverless-2016-10-31
        - {Name: AWS::Include, Parameters: {Location: api.yaml}}
        Metadata:
          AWS::ServerlessRepo::Application: {Name: x, LicenseUrl: api.yaml, ReadmeUrl: https://example.org/}
          Other: {LicenseUrl: api.yaml}
        Resources:
          Graph:
            Type: AWS::Serverless::GraphQLApi
            Properties:
              SchemaUri: api.yaml
              Functions: {one: {CodeUri: api.yaml}, a.b: {CodeUri: api.yaml}, two: {CodeUri: ready.zip}}
              Resolvers: {Query: {get: {CodeUri: api.yaml}, list: {Runtime: x}}}
          Bucket:
            Type: AWS::S3::Bucket
            Properties:
              Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}
              Tags: [{Fn::Transform: {Name: Other, Parameters: {Location: api.yaml}}}, {Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}}]
        """;

    [Fact]
    public void StarsMetadataAndIncludesAreFound() =>
        Assert.Equal(
            """
            api file /app/api.yaml Graph.SchemaUri Graph.Functions.one.CodeUri Graph.Resolvers.Query.get.CodeUri /Metadata/AWS::ServerlessRepo::Application/LicenseUrl /Transform/1/Parameters/Location /Resources/Bucket/Properties/Fn::Transform/Parameters/Location
            ready file /app/ready.zip Graph.Functions.two.CodeUri
            """,
            SomeApp.Show(new SomeApp().RequiredPublishes(Template).Value!));

    [Fact]
    public void TheyAreRewrittenWhereTheyStand()
    {
        var template = SomeApp.Read(Template);
        string[] pointers = ["/Transform/1/Parameters/Location", "/Metadata/AWS::ServerlessRepo::Application/LicenseUrl", "/Resources/Bucket/Properties/Fn::Transform/Parameters/Location"];
        var places = pointers.Select(PropertyPlace.AtPointer).Append(new("Graph", "Resolvers.Query.get.CodeUri")).Append(PropertyPlace.AtPointer("/Metadata/Other/LicenseUrl"));
        var rewritten = TemplateRewriter.PointAt(template, places.Select(place => KeyValuePair.Create(place, new ArtifactLocation("b", "key"))));
        Assert.All(pointers, pointer => Assert.Equal("s3://b/key", TemplatePointer.Find(rewritten.Root, pointer).AsString()));
        Assert.Equal("s3://b/key", TemplatePointer.Find(rewritten.Root, "/Resources/Graph/Properties/Resolvers/Query/get/CodeUri").AsString());
        Assert.Equal("api.yaml", TemplatePointer.Find(rewritten.Root, "/Metadata/Other/LicenseUrl").AsString());
        Assert.Equal(3, TemplatePointer.Find(rewritten.Root, pointers[0])!.Span.Start.Line);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("/Resources", true)]
    [InlineData("/Transform/2", false)]
    [InlineData("/Transform/x", false)]
    [InlineData("/Nothing/Below", false)]
    [InlineData("Resources", false)]
    public void APointerLeadsSomewhereOrNowhere(string pointer, bool leads) => Assert.Equal(leads, TemplatePointer.Find(SomeApp.Read(Template).Root, pointer) is not null);

    [Fact]
    public void APointerMayGoThroughNamesWithSlashesAndTildes()
    {
        var root = new MapValue { { "a/b~c", new MapValue { { "x", "y" } } } };
        var pointer = TemplatePointer.Append(TemplatePointer.Append("", "a/b~c"), "x");
        Assert.Equal("/a~1b~0c/x", pointer);
        Assert.Equal("y", TemplatePointer.Find(root, pointer).AsString());
        Assert.True(TemplatePointer.TrySet(root, pointer, "z"));
        Assert.False(TemplatePointer.TrySet(root, "/a~1b~0c/missing", "z"));
        Assert.False(TemplatePointer.TrySet(root, "", "z"));
        Assert.Equal("z", TemplatePointer.Find(root, pointer).AsString());
    }
}
