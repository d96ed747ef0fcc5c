using System.Globalization;
using ModelRegistry.Bench;
using ModelRegistry.Bench.Circuits;
using ModelRegistry.Bench.Lists;

// Measures, prints, asserts nothing: numbers of one machine are no tests.
switch (args)
{
    case ["audit", .. var count]:
        await AuditBench.RunAsync(count is [var events] ? int.Parse(events, CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case ["server", var address, var email, var password, .. var size]:
        using (var server = new ServerBench(new Uri(address), email, password))
        {
            await server.RunAsync(megabytes: size is [var megabytes] ? int.Parse(megabytes, CultureInfo.InvariantCulture) : 500);
        }

        return 0;
    case ["rollback", .. var size]:
        await using (var rollback = new RollbackBench())
        {
            await rollback.RunAsync(megabytes: size is [var megabytes] ? int.Parse(megabytes, CultureInfo.InvariantCulture) : 100);
        }

        return 0;
    case ["aliases", .. var under]:
        await using (var storm = new AliasStormBench(under is [var folder] ? folder : null))
        {
            await storm.RunAsync();
        }

        return 0;
    case ["writes", var address, var email, var password, var folder]:
        using (var writes = new WritesBench(new Uri(address), email, password, folder))
        {
            await writes.RunAsync();
        }

        return 0;
    case ["circuits", var address, var email, var password, var process, .. var numbers]:
        int Number(int index, int otherwise) => numbers.Length > index ? int.Parse(numbers[index], CultureInfo.InvariantCulture) : otherwise;
        using (var circuits = new CircuitBench(new Uri(address), email, password, int.Parse(process, CultureInfo.InvariantCulture)))
        {
            await circuits.RunAsync(pages: Number(0, 500), seconds: Number(1, 60));
        }

        return 0;
    case ["many", var folder, .. var count]:
        await using (var many = new ManyVersions(folder, count is [var versions] ? int.Parse(versions, CultureInfo.InvariantCulture) : 200_000))
        {
            await many.MakeAsync(Environment.GetEnvironmentVariable("BENCH_PASSWORD") ?? throw new InvalidOperationException("BENCH_PASSWORD is not set."));
        }

        return 0;
    case ["lists", var address, var password, .. var part]:
        using (var lists = new ListBench(new Uri(address), ManyVersions.Email, password, part is [var only] ? only : ""))
        {
            await lists.RunAsync();
            await lists.RunOfPeopleAsync();
        }

        using (var lists = new ListBench(new Uri(address), ManyPeople.Email, password, part is [var same] ? same : ""))
        {
            await lists.RunAsMemberAsync();
        }

        return 0;
    case ["sheets", var folder, .. var part]:
        await using (var sheets = new SheetBench(folder, part is [var only] ? only : ""))
        {
            await sheets.RunAsync();
        }

        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "Usage: audit [EVENTS] | rollback [MEGABYTES] | server ADDRESS EMAIL PASSWORD [MEGABYTES] | aliases [FOLDER] | writes ADDRESS EMAIL PASSWORD FOLDER"
            + " | circuits ADDRESS EMAIL PASSWORD PROCESS [PAGES [SECONDS]]"
            + " | many FOLDER [VERSIONS] | lists ADDRESS PASSWORD [PART] | sheets FOLDER [PART]");
        return 2;
}
