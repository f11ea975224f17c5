using Serverless;

return await ServerlessFunction.RunAsync((input, _) => Task.FromResult(input));
