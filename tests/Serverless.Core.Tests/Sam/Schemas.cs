using Serverless.Sam.Schemas;
using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

public class Schemas
{
    [Theory]
    [InlineData("5", "5")]
    [InlineData("' 7 '", "7")]
    [InlineData("'+1_000'", "1000")]
    [InlineData("'٣'", "3")]
    [InlineData("2.9", "2")]
    [InlineData("-2.9", "-2")]
    [InlineData("true", "1")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("'1__0'", null)]
    [InlineData("'_1'", null)]
    [InlineData("'5.0'", null)]
    [InlineData("''", null)]
    [InlineData(".inf", null)]
    [InlineData("[5]", null)]
    public void AWholeNumberIsWhatPythonMakesOne(string yaml, string? number) => Assert.Equal(number, Json(Coercion.ToWhole(Value(yaml))));

    [Theory]
    [InlineData("5", "5.0")]
    [InlineData("' 2.5e3 '", "2500.0")]
    [InlineData("'.5'", "0.5")]
    [InlineData("true", "1.0")]
    [InlineData("'0x10'", null)]
    [InlineData("'1,5'", null)]
    [InlineData("{}", null)]
    public void ANumberIsWhatPythonMakesOne(string yaml, string? number) => Assert.Equal(number, Json(Coercion.ToNumber(Value(yaml))));

    [Theory]
    [InlineData("'-Infinity'", double.NegativeInfinity)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("NaN", double.NaN)]
    public void NumbersThatAreNoneAreNumbers(string yaml, double number) => Assert.Equal(number, ((FloatValue)Coercion.ToNumber(Value(yaml))!).Value);

    [Theory]
    [InlineData("''", "{}")]
    [InlineData("[]", "{}")]
    [InlineData("[[a, 1], {k: 1, v: 2}, xy]", """{"a":1,"k":"v","x":"y"}""")]
    [InlineData("[[1, a]]", """{"1":"a"}""")]
    [InlineData("[[a]]", null)]
    [InlineData("[[[a], 1]]", null)]
    [InlineData("text", null)]
    [InlineData("5", null)]
    public void AMapIsAlsoWhatConsistsOfPairs(string yaml, string? map) => Assert.Equal(map, Json(Coercion.ToMap(Value(yaml))));

    [Theory]
    [InlineData("'Yes'", "true")]
    [InlineData("'off'", "false")]
    [InlineData("1", "true")]
    [InlineData("0.0", "false")]
    [InlineData("2", null)]
    [InlineData("maybe", null)]
    public void TruthHasManyNames(string yaml, string? truth) => Assert.Equal(truth, Json(Coercion.ToTruth(Value(yaml))));

    [Fact]
    public void WhatIsReadHasTheModelsOrderAndTheUsersPlaces()
    {
        var model = new SchemaModel(new("First", Kinds.Text), new SchemaField("Second", new ListKind(Kinds.Whole)));
        var errors = new List<SchemaError>();
        var read = model.Read(Value("{Second: ['1', 2.0], First: 5}"), [], errors);
        Assert.Equal("""{"First":"5","Second":[1,2]}""", Json(read));
        Assert.Equal(1, ((MapValue)read!)["First"]!.Span.Start.Line);
        Assert.Empty(errors);
    }

    [Fact]
    public void EachErrorKnowsItsPath()
    {
        var model = new SchemaModel(new SchemaField("Items", new MapKind(new SchemaModel(new SchemaField("Name", Kinds.Text, IsRequired: true)))));
        var errors = new List<SchemaError>();
        Assert.Null(model.Read(Value("{Items: {a: {}, b: {Name: [x], Other: 1}, c: 5}, Extra: 1}"), [], errors));
        Assert.Equal(
            ["Items.a.Name: field required", "Items.b.Name: str type expected", "Items.b.Other: extra fields not permitted", "Items.c: value is not a valid dict", "Extra: extra fields not permitted"],
            errors.Select(error => $"{string.Join('.', error.Path)}: {error.Problem.Text}"));
    }

    private static string? Json(TemplateValue? value) => value is null ? null : TemplateWriter.WriteCompactJson(value);

    private static TemplateValue Value(string yaml) => Some.Template($"Value: {yaml}\n").Root["Value"]!;
}
