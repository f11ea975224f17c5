using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>A REST API of the template, with the properties in which parameters are replaced.</summary>
/// <param name="Resource">The API.</param>
/// <param name="Run">The transform.</param>
/// <param name="BinaryMediaTypes">The types of bodies that are no text; null for none.</param>
/// <param name="Domain">The custom domain; null for none.</param>
/// <param name="Auth">Who may call; null for everybody.</param>
internal sealed record RestApiSettings(
    SamResource Resource, TransformRun Run, TemplateValue? BinaryMediaTypes, TemplateValue? Domain, TemplateValue? Auth)
{
    public Subject Subject => Resource.Subject;

    public static RestApiSettings Resolve(SamResource resource, TransformRun run) => new(
        resource,
        run,
        run.Parameters.Resolve(resource["BinaryMediaTypes"]),
        run.Parameters.Resolve(resource["Domain"]),
        run.Parameters.Resolve(resource["Auth"]));

    /// <summary>A property; null unless it is truthy.</summary>
    public TemplateValue? Truthy(string property) => Resource[property] is { IsTruthy: true } value ? value : null;

    /// <summary>A resource of the API's, with what it inherits.</summary>
    public GeneratedResource Make(ResourceShape shape, string id, Text.SourceSpan span = default) => new(shape, id, span.Or(Resource.Span), Resource.PassedOn);
}
