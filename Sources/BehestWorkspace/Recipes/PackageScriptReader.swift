internal import BehestGrammar
internal import FoundationEssentials

/// Reads which scripts a package.json has, as `npm run` takes them.
enum PackageScriptReader {
    private struct Package: Decodable {
        var scripts: [String: String]?
    }

    /// The scripts by name: those that npm runs before and after others of itself are left out.
    ///
    /// - Throws: ``WorkspaceError`` when the file is no JSON, or its scripts are none.
    static func recipes(in data: Data, file: String) throws -> [Recipe] {
        let package: Package
        do {
            package = try JSONDecoder().decode(Package.self, from: data)
        } catch {
            throw WorkspaceError(.unreadable, "'\(file)' cannot be read: it is no JSON, or 'scripts' holds no texts.")
        }
        let scripts = package.scripts ?? [:]
        return scripts.keys.sorted().filter { name in
            !["pre", "post"].contains { name.hasPrefix($0) && scripts[String(name.dropFirst($0.count))] != nil }
        }.map { Recipe(name: $0, tool: .npm) }
    }
}
