internal import BehestGrammar

extension SpokenName {
    /// The values of a list of files and folders.
    ///
    /// A file is called by its name, one whose name others have too also by the folder it lies in ("main in tools"), and
    /// every one by its whole path.
    func values(of files: [WorkspaceFile]) -> [ListSource.Value] {
        var table = NameTable()
        let named = files.map { file in
            let components = file.path.split(separator: "/").map(String.init)
            let name = components.last ?? file.path
            return (components, file.isFolder ? forms(ofIdentifier: name) : forms(ofFile: name))
        }
        for (file, (_, forms)) in zip(files, named) {
            let number = table.add(.text(file.argument), context: ["kind": .text(file.isFolder ? "folder" : "file")])
            table.call(number, forms)
        }
        for (number, (components, forms)) in named.enumerated() {
            if let plain = forms.first, table.isShared(plain) {
                table.call(number, placed(forms, in: components.dropLast()), .byPlace)
            }
            if components.count > 1 { table.call(number, wholePath(components.dropLast(), forms), .byPlace) }
        }
        return table.values
    }

    /// The values of a list of branches: each is called by its whole name, and by the part after the last slash.
    func values(ofBranches branches: [String]) -> [ListSource.Value] {
        var table = NameTable()
        for branch in branches {
            let components = branch.split(separator: "/").map(String.init)
            let last = forms(ofIdentifier: components.last ?? branch)
            let number = table.add(.text(branch))
            table.call(number, components.count > 1 ? wholePath(components.dropLast(), last) : last)
            if components.count > 1 { table.call(number, last, .byPlace) }
        }
        return table.values
    }

    /// The values of a list of things that are called as they are written, and no more than that.
    func values(ofNames names: [(out: SlotValue, context: [String: SlotValue], forms: [String])]) -> [ListSource.Value]
    {
        var table = NameTable()
        for name in names { table.call(table.add(name.out, context: name.context), name.forms) }
        return table.values
    }

    /// The ways to tell a thing from others of its name: by its folder, or that and the one around it.
    private func placed(_ forms: [String], in folders: ArraySlice<String>) -> [String] {
        // The plain name, and one with the ending said.
        let forms = unique(Array(forms.prefix(2)) + forms.filter { $0.contains(" \(vocabulary.dot) ") }.prefix(1))
        guard let folder = folders.last else {
            return forms.flatMap { form in vocabulary.atTheTop.map { "\(form) \($0)" } }
        }
        var places = self.forms(ofIdentifier: folder).prefix(2).map { $0 }
        if let outer = folders.dropLast().last, let name = self.forms(ofIdentifier: outer).first,
            let inner = places.first
        {
            places.append("\(name) \(inner)")
        }
        return forms.flatMap { form in places.map { "\(form) \(vocabulary.within) \($0)" } }
    }

    /// The names of all folders and the thing, with and without the slashes between them.
    private func wholePath(_ folders: ArraySlice<String>, _ forms: [String]) -> [String] {
        let names = folders.compactMap { self.forms(ofIdentifier: $0).first }
        let last = unique(Array(forms.prefix(1)) + forms.filter { $0.contains(" \(vocabulary.dot) ") }.prefix(1))
        return last.flatMap { form in
            [" ", " \(vocabulary.slash) "].map { (names + [form]).joined(separator: $0) }
        }
    }
}

extension SpokenName {
    /// The values of a list of authors: each is called by the whole name, and by its first part.
    func values(ofAuthors authors: [(name: String, address: String)]) -> [ListSource.Value] {
        var table = NameTable()
        var numbers: [String: Int] = [:]
        for (name, address) in authors where numbers[name] == nil {
            let number = table.add(.text(name), context: ["email": .text(address)])
            numbers[name] = number
            let words = name.split(separator: " ").map(String.init)
            // Names of people are words, wherever their capitals stand: "McDonald".
            table.call(number, unique([words.joined(separator: " ").lowercased()] + forms(ofIdentifier: name)))
            if words.count > 1 { table.call(number, [words[0].lowercased()], .byPlace) }
        }
        return table.values
    }

    /// The values of a list of recipes: each is called by its name, and by its other names.
    func values(ofRecipes recipes: [Recipe]) -> [ListSource.Value] {
        var table = NameTable()
        for recipe in recipes {
            let context = recipe.tool.map { ["tool": SlotValue.text($0.rawValue)] } ?? [:]
            let number = table.add(.text(recipe.name), context: context)
            table.call(number, forms(ofIdentifier: recipe.name))
            for alias in recipe.aliases { table.call(number, forms(ofIdentifier: alias), .byPlace) }
        }
        return table.values
    }

    /// The values of a list of symbols.
    func values(ofSymbols symbols: [SymbolReader.Symbol]) -> [ListSource.Value] {
        values(
            ofNames: symbols.map { symbol in
                var context: [String: SlotValue] = [:]
                if symbol.kinds.count == 1 { context["kind"] = .text(symbol.kinds[0]) }
                if symbol.paths.count == 1 { context["file"] = .text(symbol.paths[0]) }
                return (.text(symbol.name), context, forms(ofIdentifier: symbol.name))
            }
        )
    }
}
