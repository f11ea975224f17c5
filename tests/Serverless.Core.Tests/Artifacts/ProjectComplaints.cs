using Serverless.Diagnostics;

namespace Serverless.Artifacts;

public sealed class ProjectComplaints
{
    private readonly SomeApp _app = new();

    [Theory]
    [InlineData("CodeUri: src/Ordrs", "SLS0301 Error 6: 'src/Ordrs' does not exist in the template's folder. Did you mean 'src/Orders'?")]
    [InlineData("CodeUri: Python/", "SLS0301 Error 6: 'Python/' does not exist in the template's folder. Did you mean 'python'?")]
    [InlineData("CodeUri: \"a\\0b\"", "SLS0301 Error 6: 'a\0b' does not exist in the template's folder.")]
    [InlineData("CodeUri: !Ref Nothing", "SLS0302 Error 6: What CodeUri holds cannot be known when the app is built: 'Nothing' is known only when the stack is deployed. Write the path itself, or give the parameter a default.")]
    [InlineData("CodeUri: !ImportValue x", "SLS0302 Error 6: What CodeUri holds cannot be known when the app is built: Fn::ImportValue is evaluated when the stack is deployed. Write the path itself, or give the parameter a default.")]
    [InlineData("CodeUri: src/Two", "SLS0303 Error 6: 'src/Two' has several projects: One.csproj, Two.csproj. Name the one that is meant, as in 'src/Two/One.csproj'.")]
    [InlineData("CodeUri: src/Unknown", "SLS0304 Error 6: Function 'Fn' is made of src/Unknown/Unknown.csproj, which App.csproj does not reference. Add <ServerlessFunctionProject Include=\"src/Unknown/Unknown.csproj\" /> to an ItemGroup of App.csproj.")]
    [InlineData("Architectures: [arm46]", "SLS0311 Error 6: 'arm46' is not an architecture of Lambda; it has 'x86_64' and 'arm64'. Did you mean 'arm64'?")]
    [InlineData("Architectures: [arm64, x86_64]", "SLS0311 Error 6: 'Fn' has 2 architectures; a function has one. SAM adds the list in Globals and the function's own together: keep only one of them.")]
    [InlineData("Architectures: [!Ref Nothing]", "SLS0302 Error 6: The architecture of 'Fn' cannot be known when the app is built: 'Nothing' is known only when the stack is deployed. Write it out, or give the parameter a default.")]
    public void APathThatCannotBePlannedIsReportedAtItsLine(string property, string expected)
    {
        var plan = _app.RequiredPublishes(SomeApp.Function(property));
        Assert.Equal(expected, SomeApp.Show(plan.Diagnostics));
        Assert.Equal("Fn.CodeUri", Assert.Single(plan.Value!.Unplanned).ToString());
        Assert.Empty(plan.Value.Artifacts);
    }

    [Fact]
    public void ACompileModeThatDoesNotExistIsReportedAtItsLine() =>
        Assert.Equal(
            "SLS0330 Error 7: 'NativAot' is not a compile mode; there are 'IL', 'ReadyToRun', 'SelfContained', 'Trimmed', 'NativeAot'. Did you mean 'NativeAot'?",
            SomeApp.Show(_app.RequiredPublishes(SomeApp.Function("Handler: App") + "\n    Metadata: {CompileMode: NativAot}").Diagnostics));

    [Fact]
    public void ANativeProgramHasNoMethodsToCall() =>
        Assert.Equal(
            "SLS0331 Error 6: Handler 'App::T::M' is a method, but App.csproj is compiled to a native program, which Lambda can only start. "
            + "Write a Main that runs the handler and name the program, or do not compile it with NativeAOT.",
            SomeApp.Show(_app.PlanBeforePublish(SomeApp.Function("Handler: App::T::M", "Runtime: dotnet10") + "\n    Metadata: {CompileMode: NativeAot}").Diagnostics));

    [Theory]
    [InlineData(false, "linux-x64", "clang", "native programs for Linux are made on Linux")]
    [InlineData(true, "linux-x64", "", "this machine has neither clang nor gcc, which link native programs")]
    [InlineData(true, "linux-arm64", "gcc", "this machine has no linker for linux-x64 (neither clang nor x86_64-linux-gnu-gcc)")]
    [InlineData(true, "linux-arm64", "clang", null)]
    [InlineData(true, "linux-x64", "gcc", null)]
    public void ANativeProgramNeedsALinkerOfTheMachine(bool isLinux, string runtimeIdentifier, string program, string? because)
    {
        var app = _app with { Layout = _app.Layout with { Machine = new(isLinux, runtimeIdentifier, name => name == program) } };
        var complaints = SomeApp.Show(app.RequiredPublishes(SomeApp.Function("Handler: App") + "\n    Metadata: {CompileMode: NativeAot}").Diagnostics);
        Assert.Equal(because is null ? "" : $"SLS0332 Error 7: 'Fn' cannot be compiled to a native program for linux-x64 here: {because}. Build where it can be, or set Metadata.CompileMode to SelfContained.", complaints);
    }

    [Theory]
    [InlineData("CodeUri: !Sub 's3://${Bucket}/key'")]
    [InlineData("CodeUri: !If [Unknown, !Sub 's3://${Bucket}/key', {Bucket: b, Key: k}]")]
    public void AnAddressWithUnknownPartsIsLeftAlone(string property)
    {
        var plan = _app.RequiredPublishes(SomeApp.Function(property));
        Assert.Empty(plan.Diagnostics);
        Assert.Empty(plan.Value!.Artifacts);
    }

    [Fact]
    public void AFunctionWithoutCodeUriNeedsAnAppProjectWithCode()
    {
        var app = _app with { Layout = _app.Layout with { Projects = [.. _app.Layout.Projects.Skip(1)] } };
        Assert.Equal(
            "SLS0305 Error 3: Function 'Fn' does not say where its code is, and App.csproj has no code of its own. Set CodeUri, for instance to 'src/Orders'.",
            SomeApp.Show(app.RequiredPublishes(SomeApp.Function()).Diagnostics));
    }

    [Theory]
    [InlineData("AWS::CloudFormation::Stack", "TemplateURL: src")]
    [InlineData("AWS::Serverless::Application", "Location: src")]
    public void AFolderIsNoNestedTemplate(string type, string property) =>
        Assert.Equal(
            "SLS0316 Error 6: 'src' is a folder; a nested template is a file. Name the template in it.",
            SomeApp.Show(_app.RequiredPublishes(SomeApp.OfType(type, property)).Diagnostics));

    [Fact]
    public void ASystemsManagerParametersDefaultIsNotItsValue()
    {
        const string Parameter = "Parameters:\n  Code: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /code/path}\n";
        Assert.Equal("SLS0302", Assert.Single(_app.RequiredPublishes(Parameter + SomeApp.Function("CodeUri: !Ref Code")).Diagnostics).Code);
    }

    [Fact]
    public void ConditionsThatReferToEachOtherEndInAComplaint()
    {
        const string Conditions = "Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\n";
        var complaint = Assert.Single(_app.RequiredPublishes(Conditions + SomeApp.Function("CodeUri: !If [A, x, y]")).Diagnostics);
        Assert.Equal(("SLS0302", true), (complaint.Code, complaint.Message.Contains("refers to itself", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("dotnet10", "")]
    [InlineData("dotnt10", "SLS0306 Error 6: 'dotnt10' is not a runtime that Lambda is known to have. Did you mean 'dotnet10'?")]
    [InlineData("dotnet12", "SLS0306 Warning 6: 'dotnet12' is not a runtime that Lambda is known to have. Did you mean 'dotnet10'?")]
    [InlineData("dotnet9", "SLS0308 Error 6: Lambda has 'dotnet9' as a container base image only; it cannot run a zip. Use 'dotnet10'.")]
    [InlineData("dotnet8", "SLS0307 Information 6: Runtime 'dotnet8' will be deprecated on 2026-11-10. From 2027-02-01 on, functions with it cannot be created. From 2027-03-03 on, functions with it cannot be updated. Use 'dotnet10'.")]
    [InlineData("dotnet6", "SLS0307 Warning 6: Runtime 'dotnet6' is deprecated since 2024-12-20. From 2027-02-01 on, functions with it cannot be created. From 2027-03-03 on, functions with it cannot be updated. Use 'dotnet10'.")]
    [InlineData("dotnetcore3.1", "SLS0307 Error 6: Runtime 'dotnetcore3.1' is deprecated since 2023-04-03. Functions with it cannot be created since 2023-04-03. Functions with it cannot be updated since 2023-05-03. Use 'dotnet10'.")]
    [InlineData("python3.9", "SLS0307 Warning 6: Runtime 'python3.9' is deprecated since 2025-12-15. Use 'python3.14'.")]
    public void ARuntimeIsHeldAgainstTheCalendar(string runtime, string expected) =>
        Assert.Equal(expected, SomeApp.Show(_app.PlanBeforePublish(SomeApp.Function($"Runtime: {runtime}", "InlineCode: x")).Diagnostics));

    [Fact]
    public void ARuntimeInGlobalsIsReportedOnceForAllItsFunctions()
    {
        var plan = _app.PlanBeforePublish(
            """
            Globals:
              Function: {Runtime: dotnet6, InlineCode: x}
            Resources:
              A: {Type: AWS::Serverless::Function, Properties: {}}
              B: {Type: AWS::Serverless::Function, Properties: {}}
            """);
        Assert.Equal(2, Assert.Single(plan.Diagnostics).Span.Start.Line);
    }

    [Theory]
    [InlineData("dotnet10", "net10.0", "")]
    [InlineData("dotnet10", "net10.0-linux", "")]
    [InlineData("dotnet10", "net8.0", "SLS0309 Error 6: Runtime 'dotnet10' does not start net8.0, which App.csproj targets. Use runtime 'dotnet8', or target net10.0.")]
    [InlineData("dotnet8", "net10.0", "SLS0309 Error 6: Runtime 'dotnet8' does not start net10.0, which App.csproj targets. Use runtime 'dotnet10', or target net8.0.")]
    [InlineData("dotnet10", "net9.0", "SLS0309 Error 6: Runtime 'dotnet10' does not start net9.0, which App.csproj targets. Target net10.0.")]
    [InlineData("dotnet10", "netstandard2.0", "SLS0309 Error 6: Runtime 'dotnet10' does not start netstandard2.0, which App.csproj targets. Target net10.0.")]
    [InlineData("dotnet10", "net48", "SLS0309 Error 6: Runtime 'dotnet10' does not start net48, which App.csproj targets. Target net10.0.")]
    [InlineData("python3.14", "net10.0", "SLS0310 Error 6: Runtime 'python3.14' does not run .NET, but the code is App.csproj. Use 'dotnet10'.")]
    public void ATargetFrameworkIsHeldAgainstTheRuntime(string runtime, string framework, string expected) =>
        Assert.Equal(expected, Complaints(_app.With(facts => facts with { TargetFrameworks = [framework] }), $"Runtime: {runtime}", "Handler: App"));

    [Fact]
    public void RollingForwardToTheRuntimeIsAWarning() =>
        Assert.Equal(
            "SLS0309 Warning 6: App.csproj targets net8.0 and runs on 'dotnet10' only by rolling forward. Use runtime 'dotnet8', or target net10.0.",
            Complaints(_app.With(facts => facts with { TargetFrameworks = ["net8.0"], RollForward = "Major" }), "Runtime: dotnet10", "Handler: App"));

    [Fact]
    public void ANativeProgramRunsOnAnyRuntime() =>
        Assert.Empty(Complaints(_app.With(facts => facts with { TargetFrameworks = ["net9.0"], PublishAot = true }), "Runtime: dotnet10", "Handler: App"));

    [Theory]
    [InlineData("dotnet10", "Exe", true, "SLS0317 Warning 6: App.csproj brings its own .NET (SelfContained), which runtime 'dotnet10' does not use. Publish it without SelfContained, or use runtime 'provided.al2023'.")]
    [InlineData("provided.al2023", "Exe", false, "")]
    [InlineData("provided.al2023", "Library", false, "SLS0317 Warning 6: Runtime 'provided.al2023' has no .NET, and App.csproj does not bring its own. Set PublishAot or SelfContained in the project, or use a 'dotnet' runtime.")]
    [InlineData("provided.al2023", "Exe", true, "")]
    public void APublishModeIsHeldAgainstTheRuntime(string runtime, string outputType, bool selfContained, string expected) =>
        Assert.Equal(expected, Complaints(_app.With(facts => facts with { OutputType = outputType, SelfContained = selfContained }), $"Runtime: {runtime}", "Handler: App"));

    [Theory]
    [InlineData("App", "Exe", "")]
    [InlineData("App.dll", "Exe", "")]
    [InlineData("Ap", "Exe", "SLS0313 Error 7: Handler 'Ap' is not the program that App.csproj makes. Write 'App'.")]
    [InlineData("App", "Library", "SLS0312 Error 7: Handler 'App' starts a program, but App.csproj makes a library. Name the method, as in 'App::Namespace.Type::Method', or set OutputType to Exe.")]
    [InlineData("App:Type:Method", "Exe", "SLS0312 Error 7: 'App:Type:Method' is no handler: a program is named by its assembly, a method as 'Assembly::Namespace.Type::Method'. The assembly of App.csproj is 'App'.")]
    [InlineData("App::Type", "Library", "SLS0312 Error 7: 'App::Type' is no handler: a program is named by its assembly, a method as 'Assembly::Namespace.Type::Method'. The assembly of App.csproj is 'App'.")]
    [InlineData("App::Type::Method", "Library", "")]
    [InlineData("Apps::Type::Method", "Library", "SLS0313 Error 7: Handler 'Apps::Type::Method' names assembly 'Apps', but App.csproj makes 'App'. Write 'App::Type::Method'.")]
    public void AHandlerIsHeldAgainstTheProject(string handler, string outputType, string expected) =>
        Assert.Equal(expected, Complaints(_app.With(facts => facts with { OutputType = outputType }), "Runtime: dotnet10", $"Handler: {handler}"));

    [Fact]
    public void ACustomRuntimeReadsItsHandlerAsItLikes() =>
        Assert.Empty(Complaints(_app.With(facts => facts with { PublishAot = true }), "Runtime: provided.al2023", "Handler: what ever"));

    [Fact]
    public void WhatIsNotKnownOfAProjectIsNotChecked() =>
        Assert.Empty(Complaints(_app.With(_ => ProjectFacts.Unknown), "Runtime: dotnet10", "Handler: Foo"));

    [Fact]
    public void AllMistakesOfATemplateAreReportedAtOnce()
    {
        var plan = _app.PlanBeforePublish(
            """
            Resources:
              A: {Type: AWS::Serverless::Function, Properties: {CodeUri: nowhere, Runtime: dotnet1}}
              B: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/Orders, Runtime: dotnet8, Handler: Payments}}
            """);
        Assert.Equal(["SLS0301 2", "SLS0306 2", "SLS0307 3", "SLS0309 3", "SLS0313 3"], plan.Diagnostics.Select(one => $"{one.Code} {one.Span.Start.Line}").Order(StringComparer.Ordinal));
        Assert.Equal("Orders-linux-x64", Assert.Single(plan.Value!.Artifacts).Id);
    }

    [Fact]
    public void RequiredPublishesComplainOfNothingElse() =>
        Assert.Empty(_app.RequiredPublishes(SomeApp.Function("Runtime: dotnet1", "Handler: x:y")).Diagnostics);

    private static string Complaints(SomeApp app, params string[] properties) =>
        SomeApp.Show(app.PlanBeforePublish(SomeApp.Function(properties)).Diagnostics.Where(one => one.Severity != Severity.Information && one.Code != "SLS0307"));
}
