/// Where the work of coding agents is kept.
public struct CoderFolders: Sendable, Hashable {
    /// For what is Behest's alone: what came of tasks, patches, what agents wrote.
    public var records: String
    /// For the working trees, which agents change.
    public var trees: String

    /// Names the folders, which need not be there.
    public init(records: String, trees: String) {
        self.records = records
        self.trees = trees
    }
}
