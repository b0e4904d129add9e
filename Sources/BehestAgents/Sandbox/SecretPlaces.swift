/// Where programs keep keys, passwords, sessions and histories.
enum SecretPlaces {
    /// In the home folder.
    static let ofHome = [
        ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".oci", ".fly", ".netrc", ".git-credentials", ".npmrc",
        ".yarnrc.yml", ".pypirc", ".cargo/credentials", ".cargo/credentials.toml", ".gem/credentials",
        ".m2/settings-security.xml", ".terraform.d/credentials.tfrc.json", ".terraformrc", ".vault-token", ".s3cfg",
        ".pgpass", ".my.cnf", ".password-store", ".mozilla", ".thunderbird", ".pki", ".claude",
        ".claude.json", ".codex", ".gemini", ".aider", ".aider.conf.yml",
        ".local/share/keyrings", ".local/share/kwalletd", ".local/share/opencode", ".var/app", "snap/firefox",
        "snap/chromium", ".bash_history", ".zsh_history", ".python_history", ".node_repl_history", ".psql_history",
        ".mysql_history", ".sqlite_history", ".lesshst", ".viminfo", ".local/share/fish/fish_history",
    ]

    /// In the folder of settings.
    static let ofSettings = [
        "gh", "glab-cli", "hub", "git/credentials", "gcloud", "doctl", "op", "sops", "rclone", "containers/auth.json",
        "google-chrome", "chromium", "BraveSoftware", "microsoft-edge", "vivaldi", "opera", "Signal", "Slack",
        "discord",
        "Bitwarden", "Bitwarden CLI", "keepassxc", "1Password", "github-copilot",
    ]

    /// In the system, for who may read them.
    static let ofSystem = ["/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/sudoers.d", "/etc/ssl/private"]
}
