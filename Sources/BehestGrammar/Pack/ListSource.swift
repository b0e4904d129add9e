/// Where the values of a list come from when they do not stand in its pack: the `from` of a list.
///
/// The pack only says where. Whoever compiles it looks there, and gives what was found to
/// ``GrammarPack/fill(_:)``; until then the list holds only what stands in the pack.
public enum ListSource: Sendable, Hashable {
    /// The files and folders of the workspace whose paths match one of the patterns; all files when there are none.
    case files(matching: [String])
    /// What is defined in files of the workspace that match one of the patterns: its types and functions, or the kinds named.
    case symbols(kinds: [String], matching: [String])
    /// The branches of the workspace's git repository.
    case gitBranches
    /// Those who made the commits of the workspace's git repository.
    case gitAuthors
    /// What can be made of the workspace by `make`, `just`, `task` or `npm run`: by one of them, or by any.
    case recipes(of: RecipeTool?)
    /// What a program writes: its name and its arguments.
    case command([String])

    /// The word that stands after `from:`.
    public var name: String {
        switch self {
        case .files: "files"
        case .symbols: "symbols"
        case .gitBranches: "git-branches"
        case .gitAuthors: "git-authors"
        case .recipes: "recipes"
        case .command: "command"
        }
    }

    static let names = ["files", "symbols", "git-branches", "git-authors", "recipes", "command"]
}

/// A program that does what a file of the workspace calls by name, in the order in which a name of several is taken.
public enum RecipeTool: String, Sendable, Hashable, CaseIterable {
    /// Targets of a Makefile.
    case make
    /// Recipes of a justfile.
    case just
    /// Tasks of a Taskfile.
    case task
    /// Scripts of a package.json.
    case npm
}

extension ListSource {
    /// One value of a list that was filled from elsewhere.
    public struct Value: Sendable, Hashable {
        /// The ways to say it, as words; no template's signs mean anything in them.
        public var spoken: [String]
        /// What it means.
        public var out: SlotValue
        /// What else the same words mean; if there is anything, a person has to choose.
        public var others: [SlotValue]
        /// What is known once it has been said.
        public var context: [String: SlotValue]

        /// Makes a value.
        public init(
            spoken: [String],
            out: SlotValue,
            others: [SlotValue] = [],
            context: [String: SlotValue] = [:]
        ) {
            self.spoken = spoken
            self.out = out
            self.others = others
            self.context = context
        }
    }
}
