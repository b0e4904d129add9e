internal import BehestGrammar
internal import FoundationEssentials

/// The files of a workspace that name what can be done to it.
///
/// They are read, and nothing in them is run.
struct RecipeFiles: Sendable {
    /// The largest file that is read, in bytes.
    static let largestFile = 1_000_000

    let workspace: String

    /// The names of each program's file, of which the first that is there counts.
    private static func names(of tool: RecipeTool) -> [String] {
        switch tool {
        case .make: ["GNUmakefile", "makefile", "Makefile"]
        case .just: ["justfile", "Justfile", "JUSTFILE", ".justfile"]
        case .task:
            ["Taskfile", "taskfile"].flatMap { ["\($0).yml", "\($0).yaml", "\($0).dist.yml", "\($0).dist.yaml"] }
        case .npm: ["package.json"]
        }
    }

    private static func tools(_ tool: RecipeTool?) -> [RecipeTool] { tool.map { [$0] } ?? RecipeTool.allCases }

    /// The files that are there, with what shows that one has changed.
    func states(of tool: RecipeTool?) -> [String: FileState] {
        var states: [String: FileState] = [:]
        for tool in Self.tools(tool) {
            if let name = file(of: tool) { states[name] = FileState(following: "\(workspace)/\(name)") }
        }
        return states
    }

    /// What can be done, in the order of the files; no file is no mistake.
    ///
    /// - Throws: ``WorkspaceError`` when a file cannot be read.
    func recipes(of tool: RecipeTool?) throws -> [Recipe] {
        var recipes: [Recipe] = []
        var numbers: [String: Int] = [:]
        for tool in Self.tools(tool) {
            guard let name = file(of: tool) else { continue }
            for recipe in try read(name, by: tool) where Recipe.isName(recipe.name) {
                if let number = numbers[recipe.name] {
                    // The name means one thing to whoever says it, whichever program has it too.
                    if recipes[number].tool != tool { recipes[number].tool = nil }
                } else {
                    numbers[recipe.name] = recipes.count
                    recipes.append(recipe)
                }
            }
        }
        return recipes
    }

    private func file(of tool: RecipeTool) -> String? {
        Self.names(of: tool).first { name in
            guard let state = FileState("\(workspace)/\(name)") else { return false }
            let reader = FileReader(workspace: workspace, limits: WorkspaceLimits())
            return state.kind == .file || state.kind == .link && reader.staysInside(name)
        }
    }

    private func read(_ name: String, by tool: RecipeTool) throws -> [Recipe] {
        let path = "\(workspace)/\(name)"
        guard let state = FileState(following: path), state.kind == .file,
            let data = FileManager.default.contents(atPath: path)
        else { throw WorkspaceError(.unreadable, "'\(name)' cannot be read.") }
        guard state.size <= Self.largestFile else {
            throw WorkspaceError(.tooLarge, "'\(name)' has more than \(Self.largestFile / 1_000_000) MB.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw WorkspaceError(.unreadable, "'\(name)' is not valid UTF-8.")
        }
        switch tool {
        case .make: return MakefileReader.recipes(in: text)
        case .just: return JustfileReader.recipes(in: text)
        case .task: return try TaskfileReader.recipes(in: text, file: name)
        case .npm: return try PackageScriptReader.recipes(in: data, file: name)
        }
    }
}
