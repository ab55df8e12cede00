#pragma once

#include <QColor>

namespace Orion
{

// Every colour of the console by what it is for. Light and dark are columns of one table.
enum class Token
{
    Window, // behind everything
    Sidebar,
    Surface,       // cards, tables, fields
    SurfaceRaised, // menus, dialogs
    Hover,
    Selected, // a selected row or navigation entry
    Border,
    BorderStrong, // around what can be edited
    Text,
    TextSecondary,
    TextMuted,
    Accent, // primary buttons, focus, links
    AccentHover,
    OnAccent,
    Good,
    GoodBack,
    Warning,
    WarningBack,
    Bad,
    BadBack,
    Info,
    InfoBack,
    NeutralBack,
    Track, // the empty part of a meter
};

struct TokenColor
{
    Token token;
    const char *name; // as @name in console.qss
    QRgb light;
    QRgb dark;
};

// In the order of Token.
inline constexpr TokenColor tokenTable[] = {
    {Token::Window, "window", 0xfff6f7f9, 0xff0f1115},
    {Token::Sidebar, "sidebar", 0xffeef0f4, 0xff0b0d10},
    {Token::Surface, "surface", 0xffffffff, 0xff16191f},
    {Token::SurfaceRaised, "surfaceRaised", 0xffffffff, 0xff1c2027},
    {Token::Hover, "hover", 0xfff3f5f8, 0xff1d2129},
    {Token::Selected, "selected", 0xffe9edfd, 0xff222a45},
    {Token::Border, "border", 0xffe3e6eb, 0xff262b34},
    {Token::BorderStrong, "borderStrong", 0xffcdd2da, 0xff3a414d},
    {Token::Text, "text", 0xff1a1f29, 0xffe8eaee},
    {Token::TextSecondary, "textSecondary", 0xff4f5968, 0xffa7aebb},
    {Token::TextMuted, "textMuted", 0xff697386, 0xff8a93a3},
    {Token::Accent, "accent", 0xff4a5bd4, 0xff7c8cff},
    {Token::AccentHover, "accentHover", 0xff3c4bbb, 0xff93a0ff},
    {Token::OnAccent, "onAccent", 0xffffffff, 0xff0e1020},
    {Token::Good, "good", 0xff13795b, 0xff4cc79a},
    {Token::GoodBack, "goodBack", 0xffdff5ec, 0xff12332a},
    {Token::Warning, "warning", 0xff8f5600, 0xffe5b054},
    {Token::WarningBack, "warningBack", 0xfffdf0d5, 0xff3a2c10},
    {Token::Bad, "bad", 0xffb3261e, 0xfff28b82},
    {Token::BadBack, "badBack", 0xfffce8e6, 0xff431f1d},
    {Token::Info, "info", 0xff2a5fc9, 0xff82b1ff},
    {Token::InfoBack, "infoBack", 0xffe3edfd, 0xff182c4d},
    {Token::NeutralBack, "neutralBack", 0xffeceef2, 0xff282d37},
    {Token::Track, "track", 0xffe6e9ee, 0xff2a303a},
};

} // namespace Orion
