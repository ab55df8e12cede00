#pragma once

#include <QPlainTextEdit>
#include <QTextLayout>

#include <functional>
#include <vector>

namespace Orion
{

// Shows a text of any size, read only, and stays quick: a very long line is shown in pieces, and
// only lines that are seen are coloured. Copying gives the text exactly, without the breaks that
// the view added. Lives on the GUI thread.
class LongTextView : public QPlainTextEdit
{
    Q_OBJECT

public:
    // continued: the line is a further piece of a longer one.
    using LineFormats =
        std::function<QList<QTextLayout::FormatRange>(const QString &line, bool continued)>;

    explicit LongTextView(QWidget *parent = nullptr);

    void setText(const QString &text, LineFormats formats = {});
    const QString &text() const { return m_text; }
    QString selectedText() const; // exactly, as in the text

    // Marks all places that have the words, upper or lower case alike. Returns how many there are,
    // at most maxMatches. An empty text ends the search.
    int search(const QString &words, const QColor &mark);
    static constexpr int maxMatches = 9999;
    void showMatch(int index);

protected:
    QMimeData *createMimeDataFromSelection() const override;

private:
    QString withBreaks();
    int positionOf(qsizetype offset) const;
    qsizetype offsetOf(int position) const;
    void colourWhatIsSeen();

    QString m_text;
    std::vector<int> m_breaks; // positions in the document of the breaks that the view added
    LineFormats m_formats;
    std::vector<qsizetype> m_matches; // offsets in the text
    qsizetype m_matchLength = 0;
};

} // namespace Orion
