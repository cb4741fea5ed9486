extension Refused {
    private static let mixed = "\"and\" and \"or\" are mixed without brackets or commas that tell them apart"
    private static let kind = "a claim that something is a natural number or an integer is not in the fragment"
    private static let forAll = "\"for all\" after \"there is\" or \"for some\" is ambiguous; begin with it"
    private static let reach = "how far \"such that\" reaches is ambiguous; use brackets"
    private static let minus = "whether the minus sign belongs to the base of the power is ambiguous; use brackets"

    /// English of the fragment's words that has two readings, or would be read as what Lean means by something else.
    static let ambiguous: [Refused] = [
        // One k for all n, or for each n its own?
        Refused("There is k such that k > n for all n.", forAll),
        Refused("There is a number k such that k > n for all natural numbers n.", forAll),
        Refused("n < k for some k for all n.", forAll),
        Refused("n is not less than m for some m.", "\"for some\" after \"not\" is ambiguous; use brackets"),
        Refused("There is no number k such that k < 0, and 2 is even.", reach),
        Refused("There is no number k such that k < 0 and n > 3.", reach),
        Refused("There is exactly one number k such that k = 1, or 2 is even.", reach),
        Refused("n is even or odd and m is even.", mixed),
        Refused("m is even and n is even or odd.", mixed),
        Refused("n is 3 or 4 and m is 5.", mixed),
        Refused("n is divisible by 2 or by 3 and m = 1.", mixed),
        Refused("n is divisible by 2 and 3 or is odd.", "\"and\" and \"or\" are mixed without brackets"),
        Refused("p if q if and only if r.", "\"if\" before \"if and only if\" needs brackets"),
        Refused("If x is an integer or x is even then x = x.", kind),
        Refused("If it is not the case that n is a natural number then n = 3.", kind),
        Refused("If n is an integer if and only if n = 2 then n = 3.", kind),
        Refused("If x is negative then x * x is positive.", "a negative number must be called an integer"),
        Refused(
            "a, b and c are not equal.", "\"are not\" is ambiguous; say \"not both\", or \"neither … nor …\""),
        Refused("n is the sum of m and its square.", "what \"square\" refers to is not clear"),
        Refused("The sum of 2n and its square is even.", "what \"square\" refers to is not clear"),
        Refused("12/2(3) = 18", "\"(\" after these words is ambiguous; use brackets"),
        Refused("6/2n = 3n", "\"n\" after these words is ambiguous; use brackets"),
        Refused("2^3n = 8n", "\"n\" after these words is ambiguous; use brackets"),
        Refused("2^n(n + 1) = 3", "\"(\" after these words is ambiguous; use brackets"),
        Refused("minus three squared equals minus nine", minus),
        Refused("-3 squared = 9", minus),
        Refused("negative 3^2 is 9", minus),
        Refused("6 = 3!", "\"!\" may be a factorial; end the sentence with a full stop"),
        Refused("Show that n < (n + 1) !", "\"!\" may be a factorial; end the sentence with a full stop"),
        Refused("(1 + 1] = 2", "( is closed by ]"),
        Refused("[n^{2]} = 2", "{ is closed by ]"),
        Refused(
            "Let x be an integer. Then 2|x|-3 = x.",
            "two | in a row may be an absolute value; write ∣ for \"divides\""),
        Refused("2^(1000 * 1000) = 3", "exponents over 1000 are not in the fragment"),
        Refused("2^(10^10) = 3", "exponents over 1000 are not in the fragment"),
        Refused("((10^100)^100)^100 = 3", "exponents over 1000 are not in the fragment"),
        Refused("(n^100)^100 = n^10,000", "exponents over 1000 are not in the fragment"),
    ]
}
