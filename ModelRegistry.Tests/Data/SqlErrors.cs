using System.Reflection;
using Microsoft.Data.SqlClient;

namespace ModelRegistry.Tests.Data;

/// <summary>Errors as SQL Server's client throws them; it lets nobody else make them.</summary>
internal static class SqlErrors
{
    public const byte OfTheStatement = 16;
    public const byte OfTheConnection = 20;

    public static SqlException Of(int number, byte severity = OfTheStatement)
    {
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        var constructor = typeof(SqlError).GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Public)
            .OrderBy(found => found.GetParameters().Length).First();
        var error = constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.Name switch
        {
            "infoNumber" => number,
            "errorClass" => severity,
            "errorMessage" => $"Error {number}.",
            _ when parameter.ParameterType == typeof(string) => "",
            _ when parameter.ParameterType.IsValueType => Activator.CreateInstance(parameter.ParameterType),
            _ => null,
        })]);
        typeof(SqlErrorCollection).GetMethod("Add", BindingFlags.NonPublic | BindingFlags.Instance)!.Invoke(errors, [error]);
        return (SqlException)typeof(SqlException).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Single(method => method.Name == "CreateException" && method.GetParameters().Select(parameter => parameter.ParameterType)
                .SequenceEqual([typeof(SqlErrorCollection), typeof(string)]))
            .Invoke(null, [errors, "16.0"])!;
    }
}
