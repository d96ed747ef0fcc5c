using ModelRegistry.Core.Compare;

namespace ModelRegistry.Tests.Compare;

public sealed class EnvironmentTests
{
    private const string Conda = """
        channels:
        - conda-forge
        dependencies:
        - python=3.11.2
        - pip<=23.0.1
        - pip:
          - mlflow==2.17.2
          - scikit-learn==1.2.1
        name: mlflow-env
        """;

    private const string PythonEnv = """
        python: 3.11.2
        build_dependencies:
        - pip==23.0.1
        - setuptools==66.1.1
        - wheel==0.38.4
        dependencies:
        - -r requirements.txt
        """;

    [Theory]
    [InlineData("mlflow==2.17.2", "mlflow: ==2.17.2")]
    [InlineData("  Scikit_Learn >= 1.2 , < 2  ", "scikit-learn: <2,>=1.2")]
    [InlineData("numpy", "numpy: ")]
    [InlineData("numpy # the array one", "numpy: ")]
    [InlineData("requests [Security,tests] >= 2.8.1, == 2.8.* ; python_version < '2.7'",
        "requests: [security,tests] ==2.8.*,>=2.8.1 ; python_version < \"2.7\"")]
    [InlineData("a.b_c (>=1.0)", "a-b-c: >=1.0")]
    [InlineData("torch===2.0+cu118", "torch: ===2.0+cu118")]
    [InlineData("numpy~=1.24.2 --hash=sha256:aa --hash=sha256:bb", "numpy: ~=1.24.2")]
    [InlineData("numpy==1.24.2 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb", "numpy: ==1.24.2")]
    [InlineData("torch @ https://host/torch-2.0.whl#sha256=aa ; python_version > \"3\"",
        "torch: @ https://host/torch-2.0.whl#sha256=aa ; python_version > \"3\"")]
    [InlineData("torch@https://host/torch.whl", "torch: @ https://host/torch.whl")]
    [InlineData("https://host/a/scikit_learn-1.2.1-cp311-cp311-linux.whl", "scikit-learn: @ https://host/a/scikit_learn-1.2.1-cp311-cp311-linux.whl")]
    [InlineData("./libs/my-own-lib-0.3.tar.gz", "my-own-lib: @ ./libs/my-own-lib-0.3.tar.gz")]
    [InlineData("git+https://host/team/own.git@main#egg=Own_Lib&subdirectory=x", "own-lib: @ git+https://host/team/own.git@main#egg=Own_Lib&subdirectory=x")]
    [InlineData("-e git+https://host/team/own.git@main", "own: @ git+https://host/team/own.git@main")]
    [InlineData("git+https://user:secret@host/team/own.git", "own: @ git+https://***@host/team/own.git")]
    public void A_line_of_pip_is_a_name_and_what_it_says(string line, string requirement)
    {
        var environment = PipRequirements.Read(line);

        Assert.Equal(requirement, string.Join('|', environment.Requirements.Select(found => $"{found.Key}: {found.Text}")));
        Assert.Empty(environment.Notes);
    }

    [Theory]
    [InlineData("-r other.txt")]
    [InlineData("--requirement=other.txt")]
    [InlineData("-c constraints.txt")]
    [InlineData("--no-binary :all:")]
    [InlineData("numpy 1.24")]
    [InlineData("numpy=>1")]
    [InlineData("numpy[extra==1")]
    [InlineData("_numpy==1")]
    [InlineData("<html>")]
    public void An_option_or_what_is_not_understood_is_a_note(string line)
    {
        var environment = PipRequirements.Read($"{line}\nnumpy==1");

        Assert.Equal([line], environment.Notes);
        Assert.Equal(["numpy"], environment.Requirements.Select(found => found.Name));
    }

    [Fact]
    public void Names_and_passwords_of_an_index_are_shown_to_nobody() =>
        Assert.Equal(["--extra-index-url https://***@host/simple"], PipRequirements.Read("--extra-index-url https://me:pass@word@host/simple").Notes);

    [Fact]
    public void Comments_blank_lines_a_byte_order_mark_and_any_line_end_do_not_count() =>
        Assert.Equal(["a", "b", "c"], PipRequirements.Read("\uFEFFa==1\r\n\r\n# c==9 \\\nb==1 # ==2\r# \r\nc==1").Requirements.Select(found => found.Name));

    [Fact]
    public void A_file_without_end_is_read_to_a_limit()
    {
        var environment = PipRequirements.Read(string.Concat(Enumerable.Range(0, 10_000).Select(line => $"p{line}==1\n")) + new string('x', 100_000));

        Assert.Equal(5_000, environment.Requirements.Count);
        Assert.Equal(["The file has more lines; the rest was not read."], environment.Notes);
        Assert.Equal(201, Assert.Single(PipRequirements.Read(new string('x', 100_000)).Notes).Length);
        Assert.Equal(50, PipRequirements.Read(string.Concat(Enumerable.Repeat("-r x\n", 1_000))).Notes.Count);
        Assert.Empty(PipRequirements.Read(string.Concat(Enumerable.Repeat("\\\n", 100_000))).Requirements);
    }

    [Theory]
    [InlineData("://a@")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("a: ")]
    [InlineData("a:\n ")]
    [InlineData("# ")]
    [InlineData("a;")]
    [InlineData("a,")]
    [InlineData("\\\n")]
    [InlineData("-r x\n")]
    [InlineData("a==1,")]
    public void A_megabyte_that_is_made_to_be_slow_is_read_in_a_moment(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var before = GC.GetAllocatedBytesForCurrentThread();

        EnvironmentFiles.Merge(text, text, text);
        EnvironmentFiles.Merge($"a=={text}", $"dependencies:\n- pip:\n  - {text}", $"python: {text}");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000_000);
    }

    [Fact]
    public void What_a_note_cuts_off_is_no_password() =>
        Assert.DoesNotContain("secret", string.Join(' ', EnvironmentFiles.Merge($"x y https://{new string('u', 190)}:secret@host/",
            $"dependencies:\n- x {{https://{new string('u', 185)}secret@host/", $"python: https://u:secret@host").Notes), StringComparison.Ordinal);

    [Fact]
    public void What_MLflow_writes_is_read_whole()
    {
        var environment = EnvironmentFiles.Merge("mlflow==2.17.2\nscikit-learn==1.2.1\nnumpy==1.24.2", Conda, PythonEnv);

        Assert.Equal("3.11.2", environment.Python);
        Assert.Equal(
            ["mlflow ==2.17.2 Pip", "numpy ==1.24.2 Pip", "pip <=23.0.1 Conda", "scikit-learn ==1.2.1 Pip", "setuptools ==66.1.1 Build",
                "wheel ==0.38.4 Build"],
            environment.Requirements.Select(found => $"{found.Name} {found.Text} {found.Origin}"));
        Assert.Empty(environment.Notes);
    }

    [Theory]
    [InlineData("dependencies:\n  - python=3.8\n  - pip:\n      - a==1\n      - b==2\n  - c=3", "3.8: a ==1, b ==2, c =3")]
    [InlineData("dependencies: [python=3.8, \"c=3\"]", "3.8: c =3")]
    [InlineData("dependencies:\n- pip: [a==1, 'b>=1,<2']", ": a ==1, b <2,>=1")]
    [InlineData("dependencies:\n- 'conda-forge::scikit-learn=1.2.1=py311_0'  # pinned\n- numpy 1.24.* py311_0\n- scipy",
        ": numpy =1.24.*=py311_0, scikit-learn =1.2.1=py311_0, scipy any")]
    [InlineData("# comment\n---\nname: x\nprefix: /opt/conda\nvariables:\n  A: b==1\ndependencies:\n- \"python >=3.9,<3.12\"\r\n- a>=2",
        "<3.12,>=3.9: a >=2")]
    [InlineData("dependencies:\n-   pip\n-   pip:\n    -   a==1\n    -   b @ https://host/b.whl", ": a ==1, b @ https://host/b.whl, pip any")]
    [InlineData("dependencies:\n- python=3.8.1=h955ad1f_0", "3.8.1: ")]
    [InlineData("", ": ")]
    public void A_conda_file_is_read_in_the_forms_that_people_write(string yaml, string expected)
    {
        var environment = EnvironmentFiles.ReadConda(yaml);

        Assert.Equal(expected, $"{environment.Python}: {string.Join(", ", environment.Requirements.OrderBy(found => found.Key, StringComparer.Ordinal)
            .Select(found => $"{found.Name} {(found.Text.Length == 0 ? "any" : found.Text)}"))}");
        Assert.Empty(environment.Notes);
    }

    [Fact]
    public void What_is_odd_in_a_conda_file_is_a_note()
    {
        var environment = EnvironmentFiles.ReadConda("dependencies:\n- a=1\n- {x}\n- pip:\n  - -r more.txt\nwhat is this\n\t- *alias");

        Assert.Equal(["a"], environment.Requirements.Select(found => found.Name));
        Assert.Contains("-r more.txt", environment.Notes);
        Assert.Contains("line 6 is not understood: what is this", environment.Notes);
    }

    [Fact]
    public void Where_files_differ_requirements_txt_counts_and_it_is_said()
    {
        var environment = EnvironmentFiles.Merge(
            "numpy==1.25\npip==20", "dependencies:\n- numpy=1.24\n- pip:\n  - NumPy==1.25.0", "build_dependencies:\n- pip==23");

        Assert.Equal(["==1.25", "==20"], environment.Requirements.Select(found => found.Text));
        Assert.Equal(["numpy is ==1.25 in requirements.txt and =1.24 in conda.yaml."], environment.Notes);
        Assert.Equal(["Python is 3.10 in conda.yaml and 3.11 in python_env.yaml."],
            EnvironmentFiles.Merge(null, "dependencies: [python=3.10]", "python: 3.11").Notes);
        Assert.Empty(EnvironmentFiles.Merge(null, "", " ").Requirements);
    }

    [Fact]
    public void Packages_stand_to_the_base_as_added_removed_newer_older_changed_or_same()
    {
        var table = RequirementTable.Of(
        [
            EnvironmentFiles.Merge("same==1.0\nnewer==1.9\nolder==2.0rc1\ngone==1\nrange>=1\nextra==1\nMy_Name==1\nmarked==1 ; os_name == 'nt'",
                "dependencies:\n- python=3.10\n- c=1", null),
            EnvironmentFiles.Merge(
                "same==1\nnewer==1.10\nolder==2.0b2\nfresh\nrange>=2\nextra[s3]==2\nmy.name==1.0\nmarked==1\nmarked==2 ; os_name == 'nt'\nc==1.0",
                "dependencies:\n- python=3.11", null),
            null,
        ], baseIndex: 0);

        Assert.Equal(
            ["python: ==3.10 | ==3.11 Newer", "c: =1 | ==1.0 Same", "extra: ==1 | [s3] ==2 Changed", "fresh:  | any version Added", "gone: ==1 |  Removed",
                "marked: ==1 ; os_name == \"nt\" | ==1 | ==2 ; os_name == \"nt\" Changed", "My_Name: ==1 | ==1.0 Same", "newer: ==1.9 | ==1.10 Newer",
                "older: ==2.0rc1 | ==2.0b2 Older", "range: >=1 | >=2 Changed", "same: ==1.0 | ==1 Same"],
            table.Rows.Select(row => $"{row.Name}: {row.Cells[0].Text} | {row.Cells[1].Text} {row.Cells[1].Change}"));
        Assert.All(table.Rows, row => Assert.Equal((RequirementChange.Same, RequirementChange.Unknown), (row.Cells[0].Change, row.Cells[2].Change)));
        Assert.Equal((3, 1), (table.Count(1)[RequirementChange.Same], table.Count(1)[RequirementChange.Older]));
        Assert.Empty(table.Count(2));
        Assert.Equal(8, table.Rows.Count(row => row.Differs));
    }
}
