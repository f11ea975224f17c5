using Serverless.Text;

namespace Serverless.Artifacts;

public sealed class TheManifest
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Text =
        $$"""
        {
          "version": 3,
          "template": {
            "path": "template.yaml",
            "sha256": "{{Hash}}",
            "original": "../../../template.yaml",
            "packaged": "packaged.yaml"
          },
          "artifacts": [
            {
              "id": "Orders-linux-arm64",
              "path": "Orders-linux-arm64.zip",
              "contentHash": "{{Hash}}",
              "sha256": "{{Hash}}",
              "size": 12,
              "unzippedSize": 34,
              "fills": [
                {
                  "resource": "Größe",
                  "property": "CodeUri"
                },
                {
                  "resource": "",
                  "property": "/Metadata/x",
                  "template": "orders"
                }
              ],
              "project": {
                "path": "src/Orders/Orders.csproj",
                "runtimeIdentifier": "linux-arm64",
                "configuration": "Release",
                "targetFramework": "net10.0"
              },
              "image": {
                "digest": "sha256:{{Hash}}"
              }
            }
          ],
          "templates": [
            {
              "id": "orders",
              "path": "templates/orders.yaml",
              "sha256": "{{Hash}}",
              "original": "../../../orders/template.yaml",
              "packaged": "templates/orders.packaged.yaml",
              "fills": [
                {
                  "resource": "Orders",
                  "property": "TemplateURL"
                }
              ]
            }
          ]
        }

        """;

    private static readonly BuildManifest Manifest = new(
        new("template.yaml", Hash, "../../../template.yaml", "packaged.yaml"),
        [
            new("Orders-linux-arm64", "Orders-linux-arm64.zip", Hash, Hash, 12, 34, [new("Größe", "CodeUri"), new("", "/Metadata/x") { Template = "orders" }])
            {
                Project = new("src/Orders/Orders.csproj", "linux-arm64", "Release", "net10.0"),
                Image = new($"sha256:{Hash}"),
            },
        ])
    {
        Templates = [new("orders", "templates/orders.yaml", Hash, "../../../orders/template.yaml", "templates/orders.packaged.yaml", [new("Orders", "TemplateURL")])],
    };

    [Fact]
    public void IsWrittenAsDocumented() => Assert.Equal(Text, ManifestFile.Write(Manifest));

    [Fact]
    public void IsReadBack()
    {
        var read = ManifestFile.Read(new("/m", Text));
        Assert.Empty(read.Diagnostics);
        Assert.Equal(Text, ManifestFile.Write(read.Value!));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("{}", "")]
    [InlineData("\"version\": 3,", "")]
    [InlineData("\"version\": 3", "\"version\": 0")]
    [InlineData("\"version\": 3", "\"version\": \"1\"")]
    [InlineData("\"version\": 3", "\"version\": 3, \"version\": 3")]
    [InlineData("\"version\": 3", "\"version\": 3, \"more\": 1")]
    [InlineData("\"size\": 12,", "")]
    [InlineData("\"size\": 12", "\"size\": -1")]
    [InlineData("\"size\": 12", "\"size\": \"12\"")]
    [InlineData("\"id\": \"Orders-linux-arm64\"", "\"id\": null")]
    [InlineData("\"path\": \"Orders-linux-arm64.zip\"", "\"path\": \"../evil.zip\"")]
    [InlineData("\"path\": \"Orders-linux-arm64.zip\"", "\"path\": \"/etc/passwd\"")]
    [InlineData("\"path\": \"Orders-linux-arm64.zip\"", "\"path\": \"a/./b.zip\"")]
    [InlineData("\"path\": \"template.yaml\"", "\"path\": \"../template.yaml\"")]
    [InlineData("\"packaged\": \"packaged.yaml\"", "\"packaged\": \"C:/packaged.yaml\"")]
    [InlineData("\"contentHash\": \"0", "\"contentHash\": \"X")]
    [InlineData("\"sha256\": \"0123", "\"sha256\": \"")]
    [InlineData("\"digest\": \"sha256:", "\"digest\": \"sha512:")]
    [InlineData("\"digest\": \"sha256:0", "\"digest\": \"sha256:X")]
    [InlineData("\"resource\": \"Größe\",", "")]
    public void ThatIsDamagedIsReported(string old, string replacement)
    {
        var text = Text.Contains(old, StringComparison.Ordinal) && old is not ("" or "{") ? Text.Replace(old, replacement, StringComparison.Ordinal) : old;
        var read = ManifestFile.Read(new("/app/serverless.manifest.json", text));
        var complaint = Assert.Single(read.Diagnostics);
        Assert.Equal(("SLS0421", "/app/serverless.manifest.json"), (complaint.Code, complaint.Span.Path));
        Assert.DoesNotContain("Serverless.Artifacts", complaint.Text, StringComparison.Ordinal);
        Assert.Null(read.Value);
    }

    [Fact]
    public void ThatIsNoJsonIsReportedAtItsPlace() =>
        Assert.Equal(new Position(2, 14), ManifestFile.Read(new("/m", Text.Replace("\"version\": 3", "\"version\": x", StringComparison.Ordinal))).Diagnostics.Single().Span.Start);

    [Theory]
    [InlineData("\"id\": \"orders-LINUX-arm64\"", "CodeUri", "artifact 'Orders-linux-arm64' occurs twice")]
    [InlineData("\"id\": \"Other\"", "CodeUri", "Größe.CodeUri is filled twice")]
    public void ThatNamesSomethingTwiceIsReported(string id, string property, string expected)
    {
        var start = Text.IndexOf("    {\n      \"id\"", StringComparison.Ordinal);
        var end = Text.IndexOf("\n  ],\n  \"templates", StringComparison.Ordinal);
        var second = Text[start..end].Replace("\"id\": \"Orders-linux-arm64\"", id, StringComparison.Ordinal).Replace("CodeUri", property, StringComparison.Ordinal);
        var read = ManifestFile.Read(new("/m", Text.Insert(end, ",\n" + second)));
        Assert.Equal($"The manifest is damaged: {expected}.", Assert.Single(read.Diagnostics).Message);
    }

    [Fact]
    public void OfALaterVersionSaysSoWhateverElseItHas()
    {
        var read = ManifestFile.Read(new("/m", """{"version": 4, "wonders": []}"""));
        Assert.Equal(("SLS0422", "The manifest has version 4; this Serverless.Sdk reads version 3."), (read.Diagnostics.Single().Code, read.Diagnostics.Single().Message));
    }

    [Theory]
    [InlineData("\"id\": \"orders\"", "\"id\": \"\"", "a nested template has no id")]
    [InlineData("\"template\": \"orders\"", "\"template\": \"payments\"", "there is no nested template 'payments'")]
    [InlineData("\"property\": \"TemplateURL\"", "\"property\": \"TemplateURL\", \"template\": \"orders\"", "nested template 'orders' comes before one that it nests")]
    [InlineData("\"path\": \"templates/orders.yaml\"", "\"path\": \"../orders.yaml\"", "'../orders.yaml' is not a path inside the manifest's folder")]
    public void WhoseNestedTemplatesCannotBeIsReported(string old, string replacement, string expected) =>
        Assert.Equal($"The manifest is damaged: {expected}.", Assert.Single(ManifestFile.Read(new("/m", Text.Replace(old, replacement, StringComparison.Ordinal))).Diagnostics).Message);
}
