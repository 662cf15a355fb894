using System.Management.Automation.Language;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>Reads a configuration from a PowerShell data file: one hashtable of constants, nothing of it is run.</summary>
internal static class DataFileConfiguration
{
    /// <exception cref="FormatException">It is no such file; the message names the line.</exception>
    public static ConfigurationValue Read(string text)
    {
        ScriptBlockAst script = Parser.ParseInput(text, out _, out ParseError[] errors);
        if (errors is [ParseError first, ..])
        {
            throw new FormatException(SR.ConfigurationLine.With(first.Extent.StartLineNumber, first.Message));
        }

        return script.EndBlock is { Statements: [PipelineAst statement] } && statement.GetPureExpression() is HashtableAst table
            ? Convert(table)
            : throw new FormatException(SR.ConfigurationNoTable);
    }

    private static ConfigurationValue Convert(Ast ast)
    {
        object? content = ast switch
        {
            HashtableAst table => ConvertTable(table),
            ArrayLiteralAst list => list.Elements.Select(Convert).ToList(),
            ArrayExpressionAst list => list.SubExpression.Statements.SelectMany(Elements).ToList(),
            StringConstantExpressionAst text => text.Value,
            ConstantExpressionAst constant => constant.Value,
            VariableExpressionAst variable when IsNamed(variable, "true") => true,
            VariableExpressionAst variable when IsNamed(variable, "false") => false,
            VariableExpressionAst variable when IsNamed(variable, "null") => null,
            PipelineAst pipeline when pipeline.GetPureExpression() is { } expression => Convert(expression).Content,
            _ => throw new FormatException(SR.ConfigurationLine.With(ast.Extent.StartLineNumber, SR.ConfigurationNoConstant.With(ast.Extent.Text))),
        };
        return new ConfigurationValue(content, ast.Extent.StartLineNumber);
    }

    private static ConfigurationTable ConvertTable(HashtableAst table)
    {
        ConfigurationTable converted = [];
        foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs)
        {
            string name = Convert(key).Content?.ToString() ?? "";
            // The key's line is the one that a message names.
            converted[name] = Convert(value) with { Line = key.Extent.StartLineNumber };
        }

        return converted;
    }

    private static IEnumerable<ConfigurationValue> Elements(StatementAst statement)
    {
        ConfigurationValue value = Convert(statement);
        return value.Content is List<ConfigurationValue> several ? several : [value];
    }

    private static bool IsNamed(VariableExpressionAst variable, string name) =>
        string.Equals(variable.VariablePath.UserPath, name, StringComparison.OrdinalIgnoreCase);
}
