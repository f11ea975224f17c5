using System.Globalization;
using Serverless.Testing;

namespace Serverless.Benchmarks.Deploying;

/// <summary>An application without a project, so that only packing and deploying is measured: two functions of one folder of code behind an HTTP API.</summary>
internal sealed class DeployedApp
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          First:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: provided.al2023
              Handler: bootstrap
              CodeUri: code
              Events:
                Get: { Type: HttpApi, Properties: { Method: GET, Path: /first } }
          Second:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: provided.al2023
              Handler: bootstrap
              CodeUri: code
              Events:
                Get: { Type: HttpApi, Properties: { Method: GET, Path: /second } }
        Outputs:
          ApiUrl: { Value: !GetAtt ServerlessHttpApi.ApiEndpoint }
        """;

    private const int Files = 20;
    private const int FileBytes = 100_000;

    private readonly TemporaryFolder _folder;
    private readonly string _name;
    private int _edits;
    private int _stacks;

    /// <summary>Writes the application into a folder.</summary>
    public DeployedApp(TemporaryFolder folder, string name)
    {
        (_folder, _name) = (folder, name);
        _folder.Write($"{name}/template.yaml", Template);
        _folder.Write($"{name}/code/bootstrap", "#!/bin/sh\n");
        var random = new Random(1);
        for (var i = 0; i < Files; i++)
        {
            var bytes = new byte[FileBytes];
            random.NextBytes(bytes);
            File.WriteAllBytes(_folder[$"{name}/code/{i}.bin"], bytes);
        }
    }

    /// <summary>Absolute path of the application's folder.</summary>
    public string Path => _folder[_name];

    /// <summary>The stack that the next deployment is for.</summary>
    public string StackName => string.Create(CultureInfo.InvariantCulture, $"app-{_stacks}");

    /// <summary>Makes the next deployment one of a new stack with new code.</summary>
    public void Renew()
    {
        _stacks++;
        Edit();
    }

    /// <summary>Changes one file of the code.</summary>
    public void Edit() => _folder.Write($"{_name}/code/edited.txt", $"Edit {_edits++}");
}
