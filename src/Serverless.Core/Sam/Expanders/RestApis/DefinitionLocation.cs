using Serverless.Sam.Errors;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>The place of a document in S3, in the form that API Gateway wants.</summary>
internal static class DefinitionLocation
{
    /// <exception cref="SamErrorException">The value is no place in S3.</exception>
    public static MapValue Read(TemplateValue uri, Subject subject)
    {
        var location = uri is MapValue map
            ? S3Location.Read(map) ?? throw subject.Error("'DefinitionUri' requires Bucket and Key properties to be specified.", uri)
            : (uri is StringValue text ? S3Location.Parse(text) : null) ?? throw subject.Error(
                "'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.", uri);
        var isText = uri is StringValue;
        return Python27Map.Of(
            ("Bucket", Part(location.Bucket, isText)), ("Key", Part(location.Key, isText)), ("Version", Part(location.Version, isText)));
    }

    // What is cut out of a text counts as written by the user.
    private static TemplateValue? Part(TemplateValue? value, bool isCut) => value is StringValue text && isCut ? text.WithMark(true) : value is NullValue ? null : value;
}
