using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>Where a function's code comes from, and whether that fits the package type.</summary>
internal static class FunctionCode
{
    public static MapValue Build(SamResource resource)
    {
        var package = resource["PackageType"];
        if (package.IsTruthy() && !package.IsText("Zip") && !package.IsText("Image"))
        {
            throw resource.Error($"invalid 'PackageType' : {PythonText.Str(package)}", package, "Use Zip or Image.");
        }

        return package.IsText("Image") ? Image(resource) : Zip(resource);
    }

    /// <exception cref="SamErrorException">A property is missing, or does not go with the package type.</exception>
    public static void CheckPackage(SamResource resource, GeneratedResource function)
    {
        if (function["PackageType"].IsText("Image"))
        {
            if (function["Handler"].IsTruthy() || function["Runtime"].IsTruthy() || function["Layers"].IsTruthy())
            {
                throw resource.Error("Runtime, Handler, Layers cannot be present when PackageType is of type `Image`");
            }

            return;
        }

        if (!function["Runtime"].IsTruthy() || !function["Handler"].IsTruthy())
        {
            throw resource.Error("Runtime and Handler needs to be present when PackageType is of type `Zip`");
        }

        if (function["ImageConfig"].IsTruthy())
        {
            throw resource.Error("ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`", function["ImageConfig"]);
        }
    }

    private static MapValue Image(SamResource resource)
    {
        var uri = resource["ImageUri"] ?? throw resource.Error("'ImageUri' must be set.");
        return uri.IsTruthy
            ? Values.Map(("ImageUri", uri))
            : throw resource.Error("'ImageUri' requires that a image hosted at a registry be specified.", uri);
    }

    // Inline code wins when both are given.
    private static MapValue Zip(SamResource resource)
    {
        var code = (resource["InlineCode"], resource["CodeUri"]) switch
        {
            ({ } inline, _) => new MapValue(new MapEntry("ZipFile", inline)) { Span = inline.Span },
            (_, { } uri) => CodeLocation.Read(uri, resource.Subject, "CodeUri"),
            _ => throw resource.Error("Only one of 'InlineCode' or 'CodeUri' can be set.", null, "The function has neither."),
        };
        if (resource["SourceKMSKeyArn"] is { IsTruthy: true } key)
        {
            code["SourceKMSKeyArn"] = key;
        }

        return code;
    }
}
