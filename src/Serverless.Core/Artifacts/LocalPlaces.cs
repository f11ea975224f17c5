using System.Collections.Immutable;
using Serverless.Artifacts.Images;
using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>
/// The plan of a template whose artifacts nobody looks at: every place that packaging would fill gets a stand-in. It needs neither
/// projects nor a disk.
/// </summary>
public static class LocalPlaces
{
    /// <summary>A plan without artifacts.</summary>
    /// <param name="template">The template.</param>
    /// <param name="parameters">Values for its parameters.</param>
    public static PackagePlan Plan(Template template, IReadOnlyDictionary<string, string> parameters)
    {
        var values = new OfflineValues(template, KnownParameters.Given(parameters));
        return PackagePlan.Empty with { Unplanned = [.. PathPlaces.Of(template).Where(place => IsLocal(template, place, values)).Select(place => place.Place)] };
    }

    private static bool IsLocal(Template template, PathPlace place, OfflineValues values)
    {
        // What belongs to no resource is an include for CloudFormation, or speaks to people.
        if (place.Resource is null || (place.Property.Content == PathContent.Code && HasOtherCode(template, place.Resource)))
        {
            return false;
        }

        if (place.Property.Content == PathContent.Image && !ImageFinder.IsImage(template, place.Resource, values))
        {
            return false;
        }

        if (place.Value is not (null or ScalarValue) && !Intrinsic.Is(place.Value))
        {
            return false;
        }

        var resolved = values.Resolve(place.Value);
        return !resolved.IsUnknown && resolved.Value switch
        {
            null or StringValue { Value: "" } => place.Property.Content is PathContent.Code or PathContent.Image,
            StringValue text when place.Property.Content == PathContent.Image => text.Value[0] is '.' or '/',
            StringValue text => !LocalPathFinder.IsAddress(text.Value),
            _ => false,
        };
    }

    private static bool HasOtherCode(Template template, Resource resource) =>
        ImmutableArray.Create("InlineCode", "ImageUri").Any(property => EffectiveProperties.Find(template, resource, property).IsTruthy())
        || EffectiveProperties.Find(template, resource, "PackageType").AsString() == "Image";
}
