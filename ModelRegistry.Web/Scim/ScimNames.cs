namespace ModelRegistry.Web.Scim;

/// <summary>
/// The attributes that SCIM knows of people and of groups (RFC 7643, 3.1, 4.1 to 4.3), in small letters. Most are not kept here; a directory may send them all.
/// </summary>
/// <param name="Plain">Those that are one value.</param>
/// <param name="WithParts">Those that have parts, or several values.</param>
internal sealed record ScimNames(IReadOnlySet<string> Plain, IReadOnlySet<string> WithParts)
{
    public static ScimNames OfPeople { get; } = new(
        new HashSet<string>
        {
            "id", "externalid", "schemas", "username", "displayname", "nickname", "profileurl", "title", "usertype", "preferredlanguage", "locale", "timezone",
            "active", "password", "employeenumber", "costcenter", "organization", "division", "department",
        },
        new HashSet<string>
        {
            "meta", "name", "emails", "phonenumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles", "x509certificates", "manager",
        });

    public static ScimNames OfGroups { get; } = new(
        new HashSet<string> { "id", "externalid", "schemas", "displayname" },
        new HashSet<string> { "meta", "members" });

    /// <summary>Whether a path that names this attribute, or a part of it, means something.</summary>
    public bool Has(string attribute) => Plain.Contains(attribute) || WithParts.Contains(attribute.Split('.', '[')[0]);
}
