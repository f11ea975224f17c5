using Serverless.Sam.Python27;
using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>The values that references to parameters have during the transform.</summary>
internal static class ParameterValues
{
    /// <summary>The given values, then the template's defaults, then the two pseudo parameters that are known before deployment.</summary>
    public static Dictionary<string, TemplateValue> Of(MapValue root, TransformContext context, bool isMarked)
    {
        var values = new Dictionary<string, TemplateValue>();
        foreach (var (name, value) in context.ParameterValues)
        {
            values[name] = isMarked ? Python27Marking.Convert(value) : value.DeepClone();
        }

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
