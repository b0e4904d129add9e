public import FoundationEssentials

/// The places of the repository that tests use.
public enum Repository {
    /// The folder that holds `Package.swift`.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A recorded command.
    public static func sample(_ name: String) -> URL {
        root.appending(path: "samples/\(name).flac")
    }

    /// The shipped grammar packs.
    public static let grammars = root.appending(path: "grammars")
}
