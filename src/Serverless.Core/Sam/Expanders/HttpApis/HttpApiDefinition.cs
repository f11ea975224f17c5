using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.HttpApis;

/// <summary>The API itself: its document with everything that SAM writes into it, or the place of a document in S3.</summary>
internal sealed class HttpApiDefinition(SamResource resource, TransformRun run)
{
    private TemplateValue? _body = resource["DefinitionBody"] is { IsTruthy: true } body ? body : null;
    private readonly TemplateValue? _uri = resource["DefinitionUri"] is { IsTruthy: true } uri ? uri : null;

    /// <summary>The API's tags, SAM's own among them once the document has them; the stage gets them too.</summary>
    public TemplateValue? Tags { get; private set; } = resource["Tags"];

    public GeneratedResource Build(TemplateValue? cors)
    {
        var api = new GeneratedResource(Shapes.HttpApi, resource.Id, resource.Span, resource.Attributes) { DependsOn = resource.DependsOn };
        if (_uri is not null && _body is not null)
        {
            throw resource.Error("Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.", _uri);
        }

        _body = HttpApiCors.Add(resource, _body, cors, run.Documents);
        _body = HttpApiAuth.Add(resource, _body, run);
        AddTags();
        api["FailOnWarnings"] = resource["FailOnWarnings"] is { IsTruthy: true } fail ? fail : null;
        AddEndpoint();
        AddTitle();
        AddDescription();
        run.Documents.Settle(_body);
        RenameDefaultPath();
        SetDocument(api);
        return api;
    }

    private void Edit(Action<OpenApiDocument> edit)
    {
        var document = run.Documents.OpenOpenApi(_body);
        edit(document);
        _body = document.Result();
    }

    private void SetDocument(GeneratedResource api)
    {
        if (_uri is not null)
        {
            api["BodyS3Location"] = S3(_uri);
        }
        else
        {
            api["Body"] = _body ?? throw resource.Error(
                "'DefinitionUri' or 'DefinitionBody' are required properties of an 'AWS::Serverless::HttpApi'. Add a value for one of these "
                + "properties or add a 'HttpApi' event to an 'AWS::Serverless::Function'.");
        }
    }

    private MapValue S3(TemplateValue uri)
    {
        var location = uri switch
        {
            MapValue map => S3Location.Read(map) ?? throw resource.Error("'DefinitionUri' requires Bucket and Key properties to be specified.", uri),
            _ => (uri is StringValue text ? S3Location.Parse(text) : null) ?? throw resource.Error(
                "'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.", uri),
        };
        return Values.Map(("Bucket", location.Bucket), ("Key", location.Key), ("Version", location.Version));
    }

    private void AddTags()
    {
        if (_body is null)
        {
            if (Tags.IsTruthy())
            {
                throw resource.Error("Tags works only with inline OpenApi specified in the 'DefinitionBody' property.", Tags);
            }

            return;
        }

        if (!OpenApiDocument.IsValid(_body))
        {
            if (Tags.IsTruthy())
            {
                throw resource.Error("Unable to add `Tags` because 'DefinitionBody' does not contain a valid OpenApi definition.", Tags);
            }

            return;
        }

        // The user's own map gets the tag, so that whatever else is given the tags has it, too.
        var tags = Tags is MapValue { Count: > 0 } own ? own : [];
        tags["httpapi:createdBy"] = "SAM";
        Tags = tags;
        Edit(document => document.AddTags(tags));
    }

    private void AddEndpoint()
    {
        if (resource["DisableExecuteApiEndpoint"] is not { } disabled)
        {
            return;
        }

        if (_body is null)
        {
            throw resource.Error("DisableExecuteApiEndpoint works only within 'DefinitionBody' property.", disabled);
        }

        Edit(document => document.SetEndpointDisabled(disabled));
    }

    private void AddTitle()
    {
        if (resource["Name"] is not { IsTruthy: true } name)
        {
            return;
        }

        if (_body is null)
        {
            throw resource.Error("Name works only with inline OpenApi specified in the 'DefinitionBody' property.", name);
        }

        var title = OpenApiDocument.Find(_body, "info", "title", out var wrong);
        if (wrong is not null)
        {
            throw resource.Error($"Invalid 'DefinitionBody': {wrong}.", _body);
        }

        if (!OpenApiDocument.DefaultTitle().ContentEquals(title))
        {
            throw resource.Error("Unable to set Name because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.", name);
        }

        Edit(document => document.SetInfo("title", name));
    }

    private void AddDescription()
    {
        if (resource["Description"] is not { IsTruthy: true } description)
        {
            return;
        }

        if (_body is null)
        {
            throw resource.Error("Description works only with inline OpenApi specified in the 'DefinitionBody' property.", description);
        }

        var there = OpenApiDocument.Find(_body, "info", "description", out var wrong);
        if (wrong is not null)
        {
            throw resource.Error($"Invalid 'DefinitionBody': {wrong}'.", _body);
        }

        if (there.IsTruthy())
        {
            throw resource.Error(
                "Unable to set Description because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.", description);
        }

        Edit(document => document.SetInfo("description", description));
    }

    // API Gateway warns about a path without a slash, and an import that fails on warnings would fail on the default route.
    private void RenameDefaultPath()
    {
        if (resource["FailOnWarnings"].IsTruthy()
            && _body.AsMap()?["paths"] is MapValue paths
            && paths.Remove(OpenApiDocument.DefaultPath) is { } item)
        {
            paths["/" + OpenApiDocument.DefaultPath] = item;
        }
    }
}
