using Serverless.Templates;

namespace Serverless.Sam.OpenApi;

/// <summary>The documents of a template's APIs while routes and settings are put into them. Each stays open from the first edit to the last.</summary>
internal sealed class ApiDocuments
{
    private readonly Dictionary<MapValue, ApiDocument> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Opens the document of a REST API.</summary>
    /// <exception cref="Errors.SamDocumentException">The body is no document that SAM can edit.</exception>
    public SwaggerDocument OpenSwagger(TemplateValue? body) => Open(body, SwaggerDocument.Open);

    /// <summary>Opens the document of an HTTP API.</summary>
    /// <exception cref="Errors.SamDocumentException">The body is no document that SAM can edit.</exception>
    public OpenApiDocument OpenOpenApi(TemplateValue? body) => Open(body, OpenApiDocument.Open);

    /// <summary>The document of an HTTP API as it is, for questions.</summary>
    /// <exception cref="Errors.SamDocumentException">The body is no document that SAM can edit.</exception>
    public OpenApiDocument ReadOpenApi(TemplateValue? body) => Find(body) as OpenApiDocument ?? OpenApiDocument.Open(body);

    /// <summary>Gives all members of a document the order that they are to be written in.</summary>
    public void Settle(TemplateValue? body) => Find(body)?.Settle();

    private TDocument Open<TDocument>(TemplateValue? body, Func<TemplateValue?, TDocument> open)
        where TDocument : ApiDocument
    {
        if (Find(body) is not { } there)
        {
            return Keep(open(body));
        }

        if (there is TDocument document)
        {
            document.Reopen();
            return document;
        }

        // An event of one kind of API may name an API of the other.
        there.Settle();
        return Keep(open(body));
    }

    private ApiDocument? Find(TemplateValue? body) => body is MapValue root ? _open.GetValueOrDefault(root) : null;

    private TDocument Keep<TDocument>(TDocument document)
        where TDocument : ApiDocument
    {
        _open[document.Root] = document;
        return document;
    }
}
