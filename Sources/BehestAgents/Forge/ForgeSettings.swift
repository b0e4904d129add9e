public import BehestTransport

/// Which forge the tracker files its issues on, and where.
public struct ForgeSettings: Sendable, Hashable {
    /// The kinds of forges.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case github, gitlab, forgejo, gitea

        /// What people call it.
        public var name: String {
            switch self {
            case .github: "GitHub"
            case .gitlab: "GitLab"
            case .forgejo: "Forgejo"
            case .gitea: "Gitea"
            }
        }

        /// The address of the public one; `nil` where every one is somebody's own.
        public var usualAddress: String? {
            switch self {
            case .github: "https://github.com"
            case .gitlab: "https://gitlab.com"
            case .forgejo, .gitea: nil
            }
        }
    }

    /// What it is.
    public var kind: Kind
    /// Its address, as people have it in their browsers.
    public var address: HTTPAddress
    /// The repository, as `owner/name`; GitLab's may have groups before it.
    public var repository: String
    /// What proves who is asking; `nil` for nobody.
    public var token: ForgeToken?

    /// Names a repository.
    public init(kind: Kind, address: HTTPAddress, repository: String, token: ForgeToken? = nil) {
        self.kind = kind
        self.address = address
        self.repository = repository
        self.token = token
    }

    /// Whether a text can be the name of a repository: names of letters, digits, points, dashes and underscores with `/` between.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - kind: whose repository it is.
    /// - Returns: whether it can.
    public static func isRepository(_ text: String, of kind: Kind) -> Bool {
        let names = text.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2 || kind == .gitlab && names.count > 2 && names.count < 22 else { return false }
        return names.allSatisfy { name in
            !name.isEmpty && name != "." && name != ".."
                && name.utf8.allSatisfy {
                    (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                        || "-_.".utf8.contains($0)
                }
        }
    }
}
