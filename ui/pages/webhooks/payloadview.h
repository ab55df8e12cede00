#pragma once

#include <QByteArray>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace Orion
{

class LongTextView;
class SearchField;
class Theme;

// The body of a webhook, made ready for showing. Made on a worker, for it may be large.
struct Payload
{
    QByteArray bytes; // as received
    QString raw;
    QString pretty; // empty when the bytes are no JSON

    static Payload fromBytes(const QByteArray &bytes);
};

// Shows a payload laid out and coloured, or exactly as it was received; with a search and a button
// that copies the bytes. Lives on the GUI thread.
class PayloadView : public QWidget
{
    Q_OBJECT

public:
    explicit PayloadView(Theme &theme, QWidget *parent = nullptr);

    void setPayload(Payload payload);
    // Instead of a payload: why there is none.
    void setMessage(const QString &message);

    SearchField *searchField() const { return m_search; }
    LongTextView *textView() const { return m_text; }
    QString matchText() const;
    bool isRaw() const;
    void setRaw(bool raw);

private:
    void buildUi();
    QWidget *buildTools();
    void connectSignals();
    void showText();
    void search();
    void step(int by);
    void updateMatchText();
    void updateIcons();
    void copyAll();

    Theme &m_theme;
    Payload m_payload;
    QToolButton *m_pretty;
    QToolButton *m_raw;
    QToolButton *m_copy;
    QLabel *m_size;
    SearchField *m_search;
    QLabel *m_matchText;
    QToolButton *m_previous;
    QToolButton *m_next;
    QStackedWidget *m_stack;
    LongTextView *m_text;
    QLabel *m_message;
    int m_matches = 0;
    int m_match = 0;
    bool m_searched = false; // just now, by the same key press
};

} // namespace Orion
