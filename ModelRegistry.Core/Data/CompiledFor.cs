using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ModelRegistry.Core.Data;

/// <summary>
/// A query that every change runs, translated once for each database: otherwise EF Core builds the expression anew on each call and compares it
/// with those it knows, which costs several times what SQLite needs for the answer.
/// </summary>
/// <typeparam name="T">The delegate that <c>EF.CompileAsyncQuery</c> returns.</typeparam>
internal sealed class CompiledFor<T>(Func<T> compile)
    where T : Delegate
{
    private readonly ConditionalWeakTable<IModel, T> _compiled = [];

    public T this[RegistryDbContext db] => _compiled.GetValue(db.Model, _ => compile());
}
