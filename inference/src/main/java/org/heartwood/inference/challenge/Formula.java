package org.heartwood.inference.challenge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;

/**
 * An arithmetic or logical expression that an outsider wrote: numbers, names, {@code + - * / ^},
 * comparisons, {@code and}, {@code or}, {@code not}, {@code min}, {@code max}, {@code abs}, {@code
 * exp}, {@code log} and parentheses. It is parsed into a tree that can do nothing but compute:
 * there are no loops, no calls beyond these, no text, and length, size and depth are limited.
 *
 * <p>{@code ^} binds tighter than a sign before it and groups from the right; comparisons do not
 * chain. Arithmetic is IEEE double with {@link StrictMath}, so that every machine finds the same
 * group. Where a variable that the expression names is NaN (no data) the value is NaN and the
 * condition does not hold, whatever the rest of it says.
 */
final class Formula {
  static final int LONGEST_TEXT = 1000;
  static final int MOST_NODES = 300;
  static final int DEEPEST = 32;

  private final String text;
  private final Node root;
  private final int[] used;
  private final SortedSet<String> names;

  private Formula(String text, Node root, int[] used, SortedSet<String> names) {
    this.text = text;
    this.root = root;
    this.used = used;
    this.names = names;
  }

  /** What an expression gives. */
  private enum Type {
    NUMBER("a number"),
    CONDITION("a condition");

    private final String words;

    Type(String words) {
      this.words = words;
    }
  }

  /** A node of the tree; a condition gives 1 or 0. */
  @FunctionalInterface
  private interface Node {
    double of(double[] variables);
  }

  private record Typed(Type type, Node node, int column) {}

  /**
   * Parses an expression that gives a number.
   *
   * @param text the expression
   * @param subject what it is and where it stands, for messages
   * @param variables the names that may occur, in the order of the values given later
   * @throws InputException naming the column
   */
  static Formula number(String text, String subject, List<String> variables) {
    return new Parser(text, subject, variables).parse(Type.NUMBER);
  }

  /** As {@link #number}, for an expression that gives a condition. */
  static Formula condition(String text, String subject, List<String> variables) {
    return new Parser(text, subject, variables).parse(Type.CONDITION);
  }

  /**
   * The value.
   *
   * @param variables one value a name, in the order they were declared
   * @return NaN where a variable that is used is NaN
   */
  double value(double[] variables) {
    return hasData(variables) ? root.of(variables) : Double.NaN;
  }

  /** Whether the condition holds; false where a variable that is used is NaN. */
  boolean holds(double[] variables) {
    return hasData(variables) && root.of(variables) != 0;
  }

  private boolean hasData(double[] variables) {
    for (int index : used) {
      if (Double.isNaN(variables[index])) {
        return false;
      }
    }
    return true;
  }

  /** The names that occur in it. */
  SortedSet<String> names() {
    return names;
  }

  @Override
  public String toString() {
    return text;
  }

  /** Recursive descent, one method a level of precedence. */
  private static final class Parser {
    private final String text;
    private final String subject;
    private final List<String> variables;
    private final TreeSet<String> names = new TreeSet<>();
    private int at;
    private int nodes;
    private int depth;

    Parser(String text, String subject, List<String> variables) {
      this.text = text;
      this.subject = subject;
      this.variables = variables;
    }

    Formula parse(Type wanted) {
      if (text.length() > LONGEST_TEXT) {
        throw new InputException(
            Reason.TOO_LARGE,
            subject
                + ": an expression must have at most "
                + LONGEST_TEXT
                + " characters, was "
                + text.length());
      }
      Typed whole = require(wanted, alternative());
      skipBlanks();
      if (at < text.length()) {
        throw fault(at, "expected an operator or the end, found " + found());
      }
      int[] used = names.stream().mapToInt(variables::indexOf).toArray();
      return new Formula(text, whole.node(), used, names);
    }

    private Typed alternative() {
      Typed left = conjunction();
      while (word("or")) {
        Node a = require(Type.CONDITION, left).node();
        Node b = require(Type.CONDITION, conjunction()).node();
        left = made(Type.CONDITION, left.column(), v -> a.of(v) != 0 || b.of(v) != 0 ? 1 : 0);
      }
      return left;
    }

    private Typed conjunction() {
      Typed left = negation();
      while (word("and")) {
        Node a = require(Type.CONDITION, left).node();
        Node b = require(Type.CONDITION, negation()).node();
        left = made(Type.CONDITION, left.column(), v -> a.of(v) != 0 && b.of(v) != 0 ? 1 : 0);
      }
      return left;
    }

    private Typed negation() {
      skipBlanks();
      int column = at;
      if (!word("not")) {
        return comparison();
      }
      deeper();
      Node negated = require(Type.CONDITION, negation()).node();
      depth--;
      return made(Type.CONDITION, column, v -> negated.of(v) != 0 ? 0 : 1);
    }

    private Typed comparison() {
      Typed left = sum();
      String operator = operator("<=", ">=", "==", "!=", "<", ">", "=");
      if (operator.isEmpty()) {
        return left;
      }
      Node a = require(Type.NUMBER, left).node();
      Node b = require(Type.NUMBER, sum()).node();
      Node node =
          switch (operator) {
            case "<=" -> v -> a.of(v) <= b.of(v) ? 1 : 0;
            case ">=" -> v -> a.of(v) >= b.of(v) ? 1 : 0;
            case "<" -> v -> a.of(v) < b.of(v) ? 1 : 0;
            case ">" -> v -> a.of(v) > b.of(v) ? 1 : 0;
            case "!=" -> v -> a.of(v) != b.of(v) ? 1 : 0;
            default -> v -> a.of(v) == b.of(v) ? 1 : 0;
          };
      int again = at;
      if (!operator("<=", ">=", "==", "!=", "<", ">", "=").isEmpty()) {
        throw fault(again, "comparisons do not chain; write a < b and b < c");
      }
      return made(Type.CONDITION, left.column(), node);
    }

    private Typed sum() {
      Typed left = product();
      for (String sign = operator("+", "-"); !sign.isEmpty(); sign = operator("+", "-")) {
        Node a = require(Type.NUMBER, left).node();
        Node b = require(Type.NUMBER, product()).node();
        Node node = sign.equals("+") ? v -> a.of(v) + b.of(v) : v -> a.of(v) - b.of(v);
        left = made(Type.NUMBER, left.column(), node);
      }
      return left;
    }

    private Typed product() {
      Typed left = signed();
      for (String sign = operator("*", "/"); !sign.isEmpty(); sign = operator("*", "/")) {
        Node a = require(Type.NUMBER, left).node();
        Node b = require(Type.NUMBER, signed()).node();
        Node node = sign.equals("*") ? v -> a.of(v) * b.of(v) : v -> a.of(v) / b.of(v);
        left = made(Type.NUMBER, left.column(), node);
      }
      return left;
    }

    private Typed signed() {
      skipBlanks();
      int column = at;
      if (operator("-").isEmpty()) {
        return power();
      }
      deeper();
      Node negated = require(Type.NUMBER, signed()).node();
      depth--;
      return made(Type.NUMBER, column, v -> -negated.of(v));
    }

    private Typed power() {
      Typed base = atom();
      if (operator("^").isEmpty()) {
        return base;
      }
      deeper();
      Node a = require(Type.NUMBER, base).node();
      Node b = require(Type.NUMBER, signed()).node();
      depth--;
      return made(Type.NUMBER, base.column(), v -> StrictMath.pow(a.of(v), b.of(v)));
    }

    private Typed atom() {
      skipBlanks();
      int column = at;
      if (at >= text.length()) {
        throw fault(at, "expected a number, a name or (, found the end");
      }
      char first = text.charAt(at);
      if (first == '(') {
        at++;
        deeper();
        Typed inner = alternative();
        depth--;
        expect(')');
        return new Typed(inner.type(), inner.node(), column);
      }
      if (isDigit(first) || first == '.') {
        return literal();
      }
      if (isLetter(first)) {
        return named();
      }
      throw fault(at, "expected a number, a name or (, found " + found());
    }

    private Typed literal() {
      int start = at;
      digits();
      if (at < text.length() && text.charAt(at) == '.') {
        at++;
        digits();
      }
      if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
        at++;
        if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
          at++;
        }
        digits();
      }
      double value;
      try {
        value = Double.parseDouble(text.substring(start, at));
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      if (!Double.isFinite(value) || (at < text.length() && isLetter(text.charAt(at)))) {
        throw fault(start, "expected a number such as 0.5 or 1e-3");
      }
      double number = value;
      return made(Type.NUMBER, start, v -> number);
    }

    private Typed named() {
      int start = at;
      String name = name();
      skipBlanks();
      boolean call = at < text.length() && text.charAt(at) == '(';
      switch (name.toLowerCase(Locale.ROOT)) {
        case "and", "or", "not" ->
            throw fault(start, "expected a number, a name or (, found " + name);
        case "min", "max", "abs", "exp", "log" -> {
          if (call) {
            return call(name.toLowerCase(Locale.ROOT), start);
          }
        }
        default -> {
          if (call) {
            throw fault(start, "no function " + name + "; there are abs, exp, log, max and min");
          }
        }
      }
      int index = variables.indexOf(name);
      if (index < 0) {
        throw fault(start, "nothing is called " + name + "; there are " + variables);
      }
      names.add(name);
      return made(Type.NUMBER, start, v -> v[index]);
    }

    private Typed call(String function, int column) {
      expect('(');
      deeper();
      List<Node> arguments = new ArrayList<>();
      do {
        arguments.add(require(Type.NUMBER, alternative()).node());
      } while (!operator(",").isEmpty());
      depth--;
      expect(')');
      boolean two = function.equals("min") || function.equals("max");
      if (two ? arguments.size() < 2 : arguments.size() != 1) {
        throw fault(
            column,
            function
                + " takes "
                + (two ? "two values or more" : "one value")
                + ", was given "
                + arguments.size());
      }
      Node a = arguments.get(0);
      Node node =
          switch (function) {
            case "abs" -> v -> Math.abs(a.of(v));
            case "exp" -> v -> StrictMath.exp(a.of(v));
            case "log" -> v -> StrictMath.log(a.of(v));
            case "min" ->
                v -> arguments.stream().mapToDouble(n -> n.of(v)).reduce(Math::min).orElseThrow();
            default ->
                v -> arguments.stream().mapToDouble(n -> n.of(v)).reduce(Math::max).orElseThrow();
          };
      return made(Type.NUMBER, column, node);
    }

    private Typed made(Type type, int column, Node node) {
      nodes++;
      if (nodes > MOST_NODES) {
        throw fault(column, "an expression may have at most " + MOST_NODES + " parts");
      }
      return new Typed(type, node, column);
    }

    private void deeper() {
      depth++;
      if (depth > DEEPEST) {
        throw fault(at, "an expression may nest at most " + DEEPEST + " deep");
      }
    }

    private Typed require(Type type, Typed part) {
      if (part.type() != type) {
        throw fault(part.column(), "expected " + type.words + " here, found " + part.type().words);
      }
      return part;
    }

    private void expect(char wanted) {
      skipBlanks();
      if (at >= text.length() || text.charAt(at) != wanted) {
        throw fault(at, "expected " + wanted + ", found " + found());
      }
      at++;
    }

    private String operator(String... operators) {
      skipBlanks();
      for (String operator : operators) {
        if (text.startsWith(operator, at)) {
          at += operator.length();
          return operator;
        }
      }
      return "";
    }

    private boolean word(String word) {
      skipBlanks();
      int before = at;
      if (at < text.length() && isLetter(text.charAt(at))) {
        if (name().equalsIgnoreCase(word)) {
          return true;
        }
        at = before;
      }
      return false;
    }

    private String name() {
      int start = at;
      while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
        at++;
      }
      return text.substring(start, at);
    }

    private void digits() {
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
    }

    private void skipBlanks() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private String found() {
      return at >= text.length()
          ? "the end"
          : JsonFault.quoted(text.substring(at, text.offsetByCodePoints(at, 1)));
    }

    private InputException fault(int column, String problem) {
      return new InputException(
          Reason.VALUE,
          subject + ", column " + (column + 1) + ": " + problem + " in " + JsonFault.quoted(text));
    }
  }
}
