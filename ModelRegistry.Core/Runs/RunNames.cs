using System.Security.Cryptography;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>Names for runs that come without one: adjective, noun and number, as MLflow makes them.</summary>
internal static class RunNames
{
    private static readonly string[] Adjectives =
    [
        "able", "amused", "bold", "brave", "bright", "calm", "capable", "casual", "clean", "clever", "curious", "dapper", "defiant", "delicate", "eager",
        "elegant", "exultant", "fearless", "flawless", "gentle", "gifted", "glad", "grand", "handsome", "honest", "inquisitive", "intelligent", "judicious",
        "kind", "languid", "learned", "lyrical", "marvelous", "masked", "mercurial", "merciful", "mysterious", "nimble", "nosy", "orderly", "polite",
        "powerful", "proud", "quiet", "rare", "righteous", "sassy", "serious", "silent", "sincere", "skittish", "spiffy", "stately", "thoughtful", "tidy",
        "traveling", "trusting", "unequaled", "upbeat", "valuable", "vaunted", "welcoming", "wise", "worried", "youthful", "zealous",
    ];

    private static readonly string[] Nouns =
    [
        "ant", "ape", "auk", "bass", "bat", "bear", "bee", "bird", "boar", "bug", "calf", "carp", "cat", "chimp", "cod", "colt", "conch", "cow", "crab",
        "crane", "crow", "cub", "deer", "doe", "dog", "dolphin", "donkey", "dove", "duck", "eel", "elk", "fawn", "finch", "fish", "flea", "fly", "foal",
        "fowl", "fox", "frog", "gnat", "gnu", "goat", "goose", "grouse", "gull", "hare", "hawk", "hen", "hog", "horse", "hound", "jay", "kit", "kite",
        "koi", "lamb", "lark", "loon", "lynx", "mare", "midge", "mink", "mole", "moose", "moth", "mouse", "mule", "newt", "owl", "ox", "panda", "penguin",
        "perch", "pig", "pug", "quail", "ram", "rat", "ray", "robin", "roo", "rook", "seal", "shad", "shark", "sheep", "shoat", "shrew", "shrike",
        "shrimp", "skink", "skunk", "sloth", "slug", "smelt", "snail", "snake", "snipe", "sow", "sponge", "squid", "squirrel", "stag", "steed", "stoat",
        "stork", "swan", "tern", "toad", "trout", "turtle", "vole", "wasp", "whale", "wolf", "worm", "wren", "yak", "zebra",
    ];

    public static string Make() =>
        $"{RandomNumberGenerator.GetItems<string>(Adjectives, 1)[0]}-{RandomNumberGenerator.GetItems<string>(Nouns, 1)[0]}-"
            + RandomNumberGenerator.GetInt32(1_000).Text();
}
