#include "ui/widgets/jsontext.h"

namespace Orion
{

namespace
{

// Deeper levels are not indented further: hostile nesting would make the text explode.
constexpr int deepestIndent = 40;

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\n' || c == u'\r' || c == u'\t';
}

// The position after the string whose opening quote is before from.
qsizetype endOfString(const QString &text, qsizetype from)
{
    for (qsizetype at = from; at < text.size(); ++at) {
        if (text.at(at) == u'\\')
            ++at;
        else if (text.at(at) == u'"')
            return at + 1;
    }
    return text.size();
}

class PrettyPrinter
{
public:
    explicit PrettyPrinter(const QString &text)
        : m_text(text)
    {
        m_out.reserve(text.size() * 3 / 2);
    }

    QString print()
    {
        for (qsizetype at = 0; at < m_text.size();)
            at = take(at);
        return m_out;
    }

private:
    qsizetype take(qsizetype at)
    {
        const QChar c = m_text.at(at);
        if (isBlank(c))
            return at + 1;
        if (c == u'"') {
            const qsizetype end = endOfString(m_text, at + 1);
            m_out += QStringView(m_text).mid(at, end - at);
            return end;
        }
        if (c == u'{' || c == u'[')
            return open(at);
        m_depth -= c == u'}' || c == u']' ? 1 : 0;
        if (c == u'}' || c == u']')
            newLine();
        m_out += c;
        if (c == u',')
            newLine();
        else if (c == u':')
            m_out += u' ';
        return at + 1;
    }

    qsizetype open(qsizetype at)
    {
        m_out += m_text.at(at);
        qsizetype next = at + 1;
        while (next < m_text.size() && isBlank(m_text.at(next)))
            ++next;
        const bool empty =
            next < m_text.size() && (m_text.at(next) == u'}' || m_text.at(next) == u']');
        if (empty) {
            m_out += m_text.at(next);
            return next + 1;
        }
        ++m_depth;
        newLine();
        return next;
    }

    void newLine()
    {
        m_out += u'\n';
        m_out += QString(2 * std::clamp(m_depth, 0, deepestIndent), u' ');
    }

    const QString &m_text;
    QString m_out;
    int m_depth = 0;
};

bool isKey(const QString &line, qsizetype after)
{
    return after < line.size() && line.at(after) == u':';
}

} // namespace

QString prettyJson(const QString &text)
{
    return PrettyPrinter(text).print();
}

QList<QTextLayout::FormatRange> jsonFormats(const QString &line, bool inString,
                                            const JsonColors &colors)
{
    QList<QTextLayout::FormatRange> ranges;
    const auto add = [&](qsizetype from, qsizetype end, const QColor &color) {
        QTextLayout::FormatRange range;
        range.start = int(from);
        range.length = int(end - from);
        range.format.setForeground(color);
        ranges.append(range);
    };
    qsizetype at = 0;
    if (inString) {
        at = endOfString(line, 0);
        add(0, at, colors.string);
    }
    while (at < line.size()) {
        const QChar c = line.at(at);
        qsizetype end = at + 1;
        if (c == u'"') {
            end = endOfString(line, at + 1);
            add(at, end, isKey(line, end) ? colors.key : colors.string);
        } else if (c.isLetterOrNumber() || c == u'-') {
            while (end < line.size() && !isBlank(line.at(end)) && line.at(end) != u',')
                ++end;
            add(at, end, c.isLetter() ? colors.literal : colors.number);
        }
        at = end;
    }
    return ranges;
}

} // namespace Orion
