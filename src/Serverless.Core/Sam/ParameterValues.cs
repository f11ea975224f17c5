using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>The values that references to parameters have during the transform.</summary>
internal static class ParameterValues
{
    /// <summary>The given values, then the template's defaults, then the two pseudo parameters that are known before deployment.</summary>
    public static Dictionary<string, TemplateValue> Of(MapValue root, TransformContext context)
    {
        var values = new Dictionary<string, TemplateValue>(context.ParameterValues);
        foreach (var (name, parameter) in root["Parameters"].AsMap() ?? [])
        {
            if (parameter is MapValue map && map["Default"] is { } value)
            {
                values.TryAdd(name.Text, value);
            }
        }

        values.TryAdd("AWS::Region", context.Region);
        values.TryAdd("AWS::Partition", Partition.Of(context.Region));
        return values;
    }
}
