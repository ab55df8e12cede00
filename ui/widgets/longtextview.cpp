#include "ui/widgets/longtextview.h"

#include <QMimeData>
#include <QTextBlock>

namespace Orion
{

namespace
{

// A line longer than this makes the text layout slow.
constexpr int longestPiece = 2000;
// More marks than anyone looks at would slow down painting.
constexpr int mostMarks = 1000;
constexpr int coloured = 1; // state of a block

// Characters that the document would take for the end of a line or of a frame show as a picture of
// themselves, one for one, so that positions stay.
QChar visible(QChar c)
{
    if (c.unicode() < 0x20 && c != u'\t')
        return QChar(0x2400 + c.unicode());
    if (c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
        return QChar(0x2424);
    if (c.unicode() == 0xfdd0 || c.unicode() == 0xfdd1)
        return QChar::ReplacementCharacter;
    return c;
}

} // namespace

LongTextView::LongTextView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    connect(this, &QPlainTextEdit::updateRequest, this, &LongTextView::colourWhatIsSeen);
}

void LongTextView::setText(const QString &text, LineFormats formats)
{
    m_text = text;
    m_formats = std::move(formats);
    m_matches.clear();
    setExtraSelections({});
    setPlainText(withBreaks());
    colourWhatIsSeen();
}

QString LongTextView::withBreaks()
{
    m_breaks.clear();
    QString shown;
    shown.reserve(m_text.size() + m_text.size() / longestPiece + 1);
    int length = 0;
    for (const QChar c : std::as_const(m_text)) {
        if (length >= longestPiece && !c.isLowSurrogate() && c != u'\n') {
            m_breaks.push_back(int(shown.size()));
            shown += u'\n';
            length = 0;
        }
        length = c == u'\n' ? 0 : length + 1;
        shown += c == u'\n' ? c : visible(c);
    }
    return shown;
}

qsizetype LongTextView::offsetOf(int position) const
{
    const auto before = std::lower_bound(m_breaks.begin(), m_breaks.end(), position);
    return position - (before - m_breaks.begin());
}

int LongTextView::positionOf(qsizetype offset) const
{
    // The n-th break stands at its offset plus n: search for the first that is behind.
    std::size_t low = 0;
    std::size_t high = m_breaks.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (m_breaks[middle] - qsizetype(middle) <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return int(offset + qsizetype(low));
}

QString LongTextView::selectedText() const
{
    const QTextCursor cursor = textCursor();
    const qsizetype from = offsetOf(cursor.selectionStart());
    return m_text.mid(from, offsetOf(cursor.selectionEnd()) - from);
}

QMimeData *LongTextView::createMimeDataFromSelection() const
{
    auto *mime = new QMimeData;
    mime->setText(selectedText());
    return mime;
}

int LongTextView::search(const QString &words, const QColor &mark)
{
    m_matches.clear();
    m_matchLength = words.size();
    QList<QTextEdit::ExtraSelection> marks;
    qsizetype at = words.isEmpty() ? -1 : m_text.indexOf(words, 0, Qt::CaseInsensitive);
    while (at >= 0 && m_matches.size() < maxMatches) {
        m_matches.push_back(at);
        if (marks.size() < mostMarks) {
            QTextEdit::ExtraSelection selection;
            selection.cursor = QTextCursor(document());
            selection.cursor.setPosition(positionOf(at));
            selection.cursor.setPosition(positionOf(at + m_matchLength - 1) + 1,
                                         QTextCursor::KeepAnchor);
            selection.format.setBackground(mark);
            marks.append(selection);
        }
        at = m_text.indexOf(words, at + m_matchLength, Qt::CaseInsensitive);
    }
    setExtraSelections(marks);
    return int(m_matches.size());
}

void LongTextView::showMatch(int index)
{
    if (index < 0 || index >= int(m_matches.size()))
        return;
    const qsizetype at = m_matches[std::size_t(index)];
    QTextCursor cursor(document());
    cursor.setPosition(positionOf(at));
    cursor.setPosition(positionOf(at + m_matchLength - 1) + 1, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    centerCursor();
}

void LongTextView::colourWhatIsSeen()
{
    if (!m_formats)
        return;
    const QRectF seen = viewport()->rect();
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    for (; block.isValid() && top <= seen.bottom(); block = block.next()) {
        top += blockBoundingRect(block).height();
        if (block.userState() == coloured)
            continue;
        block.setUserState(coloured);
        const bool continued =
            std::binary_search(m_breaks.begin(), m_breaks.end(), block.position() - 1);
        block.layout()->setFormats(m_formats(block.text(), continued));
        document()->markContentsDirty(block.position(), block.length());
    }
}

} // namespace Orion
