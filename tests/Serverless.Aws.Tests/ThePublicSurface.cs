using System.Reflection;

namespace Serverless.Aws;

public sealed class ThePublicSurface
{
    [Fact]
    public void ShowsNoTypeOfTheAwsSdk()
    {
        var shown =
            from type in typeof(AwsConnection).Assembly.GetExportedTypes()
            from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            from used in Types(member).Append(type.BaseType!)
            where used?.ToString().Contains("Amazon.", StringComparison.Ordinal) == true
            select $"{type.Name}.{member.Name}: {used}";
        Assert.Empty(shown);
    }

    private static IEnumerable<Type> Types(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };
}
