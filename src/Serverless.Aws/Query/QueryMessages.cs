using System.Globalization;
using System.Xml.Linq;
using Amazon.Runtime;

namespace Serverless.Aws.Query;

/// <summary>A request of the AWS Query protocol: an action and flat form fields.</summary>
internal sealed class QueryRequest(string action) : AmazonWebServiceRequest
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    public string Action { get; } = action;

    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>Adds a field unless its value is null.</summary>
    public QueryRequest With(string name, string? value)
    {
        if (value is not null)
        {
            _fields.Add(new(name, value));
        }

        return this;
    }

    public QueryRequest With(string name, bool? value) => With(name, value switch { null => null, true => "true", false => "false" });

    /// <summary>Adds a list: <c>Name.member.1</c> and so on. An empty list is sent as <c>Name=</c>, which is how it is told from "unchanged".</summary>
    public QueryRequest WithList(string name, IEnumerable<string> values) => WithList(name, values, (field, value) => With(field, value));

    /// <inheritdoc cref="WithList(string, IEnumerable{string})"/>
    public QueryRequest WithList<T>(string name, IEnumerable<T> values, Action<string, T> addMembers)
    {
        var number = 0;
        foreach (var value in values)
        {
            addMembers(string.Create(CultureInfo.InvariantCulture, $"{name}.member.{++number}"), value);
        }

        return number == 0 ? With(name, "") : this;
    }
}

/// <summary>A reply of the AWS Query protocol.</summary>
internal sealed class QueryResponse : AmazonWebServiceResponse
{
    /// <summary>The <c>…Result</c> element; empty for actions that answer nothing.</summary>
    public XElement Result { get; init; } = new("Result");
}
